"""Reading and writing in a room where there is no socket."""

from uuid import UUID, uuid4

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from customers.models import Role
from customers.models.ids import id_in
from customers.team.pages import AgentRequest, agent_page
from helpdesk.inbox.desk import find_room, url_of
from helpdesk.rooms.person_room import REFUSALS
from helpdesk.rooms.posting import post
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import newest


@require_safe
@never_cache
@agent_page()
def history(request: AgentRequest, room: int) -> HttpResponse:
    """The messages before the number ``before``, as a fragment; the newest without it."""
    shown = newest(find_room(request, room), before=id_in(request.GET.get("before", "")) or None)
    return render(request, "helpdesk/rooms/_messages.html", {"messages": shown})


@require_POST
@agent_page(at_least=Role.AGENT)
def messages(request: AgentRequest, room: int) -> HttpResponse:
    """Post a message and go back to the room."""
    found = find_room(request, room)
    try:
        post(found, request.user, _client_id(request), request.POST.get("text", ""))
    except Refused as refused:
        notices.error(request, REFUSALS[refused.code])
    return redirect(url_of(found) + "#end")


def _client_id(request: AgentRequest) -> UUID:
    """The form's own number, so that sending it twice is one message; else a new one."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()
