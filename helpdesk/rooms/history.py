"""Messages of before, a page at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from customers.models.ids import id_in
from helpdesk.rooms.rendering import newest
from helpdesk.rooms.visits import Visit


@require_safe
def messages(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The messages before the number ``before``, as a fragment; the newest without it."""
    shown = newest(visit.room, before=id_in(request.GET.get("before", "")) or None)
    return render(request, "helpdesk/rooms/_messages.html", {"messages": shown})
