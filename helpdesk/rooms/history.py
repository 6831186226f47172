"""Messages of before, a page at a time."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from customers.models.ids import id_in
from helpdesk.models import Room
from helpdesk.rooms import windows
from helpdesk.rooms.fields import LARGEST_SEQ
from helpdesk.rooms.rendering import ShownMessage
from helpdesk.rooms.visits import Visit

WINDOWS = {"before": windows.before, "after": windows.after, "around": windows.around}


@require_safe
def messages(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The messages before, after or around a number, as a fragment; the newest without one."""
    shown = window(visit.room, request.GET)
    return render(request, "helpdesk/rooms/_messages.html", {"messages": shown})


def window(room: Room, query: QueryDict) -> list[ShownMessage]:
    """The messages that a query names by one of WINDOWS; the newest where it names none."""
    for name, find in WINDOWS.items():
        if seq := seq_in(query.get(name, "")):
            return find(room, seq)
    return windows.newest(room)


def seq_in(text: str) -> int:
    """The number of a message that somebody's text names; 0 for what is none."""
    number = id_in(text)
    return number if number <= LARGEST_SEQ else 0
