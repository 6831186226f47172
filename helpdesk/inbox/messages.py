"""Writing in a room where there is no socket, and what stands below a room's address."""

from django.contrib import messages as notices
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from customers.models import Role
from customers.team.pages import AgentRequest, agent_page
from helpdesk.inbox.desk import desk, find_room, place_of, url_of
from helpdesk.rooms.person_room import post_from_form
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
    if refusal := post_from_form(request, request.user, found):
        notices.error(request, refusal)
        return render(request, "helpdesk/inbox/index.html", desk(request, found), status=422)
    return redirect(url_of(found) + "#end")
