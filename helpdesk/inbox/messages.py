"""Writing in a room where there is no socket, and what stands below a room's address."""

from uuid import UUID, uuid4

from django.contrib import messages as notices
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers.models import Role
from customers.team.pages import AgentRequest, agent_page
from helpdesk.inbox.desk import find_room, place_of, url_of
from helpdesk.rooms.files.accepting import accept_all
from helpdesk.rooms.person_room import refusal_of
from helpdesk.rooms.posting import post
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.visits import Part, RoomPart, Visit, visited


def page_of(part: RoomPart) -> Part:
    """A part of a room as an agent comes to it."""

    @agent_page()
    def page(request: AgentRequest, room: int, **rest: object) -> HttpResponseBase:
        found = find_room(request, room)
        visit = Visit(found, request.user, request.membership.may_write, place_of(found))
        return visited(part, request, visit, **rest)

    return page


@require_POST
@agent_page(at_least=Role.AGENT)
def messages(request: AgentRequest, room: int) -> HttpResponse:
    """Post a message and go back to the room."""
    found = find_room(request, room)
    try:
        if found.is_archived:
            raise Refused("archived")
        files = accept_all(found, request.user, request.FILES.getlist("files"))
        post(found, request.user, _client_id(request), request.POST.get("text", ""), files=files)
    except Refused as refused:
        notices.error(request, refusal_of(refused))
    return redirect(url_of(found) + "#end")


def _client_id(request: AgentRequest) -> UUID:
    """The form's own number, so that sending it twice is one message; else a new one."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()
