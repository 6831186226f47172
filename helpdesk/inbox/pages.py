"""The agents' desk: the inbox, a room in it, and the fragments that keep them fresh."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from customers.models import Agent, Workspace
from customers.team.pages import CURRENT, AgentRequest, agent_page
from helpdesk.inbox.desk import desk, find_room, room_part, roster_part, row_part
from helpdesk.inbox.roster import unread_rooms


@login_required
@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """``/admin/``: on to the workspace last looked at, if there is one."""
    if isinstance(request.user, Agent) and Workspace.objects.seen_by(request.user).exists():
        return redirect("inbox:index", vendor=CURRENT, workspace=CURRENT)
    return render(request, "helpdesk/inbox/no_vendor.html", status=403)


@require_safe
@agent_page()
def index(request: AgentRequest) -> HttpResponse:
    """The inbox with no room open."""
    return render(request, "helpdesk/inbox/index.html", desk(request, None))


@require_safe
@agent_page()
def room(request: AgentRequest, room: int) -> HttpResponse:
    """The inbox with a room open. It is read once the page has shown it, and says so (room.js)."""
    return render(request, "helpdesk/inbox/index.html", desk(request, find_room(request, room)))


@require_safe
@never_cache
@agent_page()
def pane(request: AgentRequest, room: int) -> HttpResponse:
    """A room and what is known of its people, to be put into the desk."""
    part = room_part(request, find_room(request, room))
    return render(request, "helpdesk/inbox/pane.html", part)


@require_safe
@never_cache
@agent_page()
def rows(request: AgentRequest) -> HttpResponse:
    """A page of the roster, as the query asks for it."""
    total = unread_rooms(request.workspace, request.user)
    return render(request, "helpdesk/inbox/rows.html", roster_part(request) | {"total": total})


@require_safe
@never_cache
@agent_page()
def row(request: AgentRequest, room: int) -> HttpResponse:
    """One row of the roster in its group, for a room that the page has not listed."""
    return render(request, "helpdesk/inbox/row.html", row_part(request, room))
