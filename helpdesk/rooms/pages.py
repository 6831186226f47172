"""A person's pages: which rooms, one room, its messages, and leaving."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib import messages as notices
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from customers.models import Person, PersonSession, Workspace
from customers.proof.sessions import cookie_name, end_session, person_sessions
from helpdesk.models import Room
from helpdesk.rooms.access import home_of, rooms_of
from helpdesk.rooms.done import with_done
from helpdesk.rooms.finding import PersonRequest, person_page
from helpdesk.rooms.person_room import (
    others_fragment,
    post_from_form,
    room_context,
)
from helpdesk.rooms.places import TOP_LEVEL
from helpdesk.rooms.questions import made_to_wait
from helpdesk.rooms.search_pages import search_context
from helpdesk.rooms.sharing import share
from helpdesk.rooms.visits import Part, RoomPart, Visit, visited

type Home = tuple[Person, Room | None]


@require_safe
@never_cache
def rooms(request: HttpRequest) -> HttpResponse:
    """``/rooms/``: home, or a choice where this browser has several."""
    sessions = person_sessions(request.COOKIES)
    if not sessions:
        return render(request, "helpdesk/rooms/signed_out.html")
    if len(sessions) == 1:
        return _home(request, sessions[0])
    context = {"vendors": _homes_by_vendor(session.person for session in sessions)}
    return render(request, "helpdesk/rooms/choose.html", context)


def _homes_by_vendor(
    people: Iterable[Person],
) -> list[tuple[str, list[tuple[Person, Room | None]]]]:
    """By vendor: each person that this browser is, and their home if the door is open."""
    groups: dict[str, list[tuple[Person, Room | None]]] = defaultdict(list)
    for person in people:
        groups[person.workspace.vendor.name].append((person, home_of(person)))
    return sorted(groups.items(), key=lambda group: group[0].casefold())


def _home(request: HttpRequest, session: PersonSession) -> HttpResponse:
    home = home_of(session.person)
    if home is not None:
        return redirect("rooms:room", home.pk)
    context = {"vendor": session.person.workspace.vendor}
    return render(request, "helpdesk/rooms/closed.html", context, status=403)


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """``/rooms/search``: over all rooms of all who are signed in here, or with ``room`` in one."""
    sessions = person_sessions(request.COOKIES)
    if not sessions:
        return render(request, "helpdesk/rooms/signed_out.html")
    mine = reduce(or_, (Q(pk__in=rooms_of(session).values("pk")) for session in sessions))
    context = search_context(request, sessions[0].person, Room.objects.filter(mine), TOP_LEVEL)
    page = render(request, "helpdesk/rooms/search.html", context)
    return made_to_wait(page, context["wait"])


@require_safe
@person_page
def room(request: PersonRequest) -> HttpResponse:
    """A room with its newest messages, and one's other rooms beside it."""
    return _room_page(request)


def _room_page(request: PersonRequest, status: int = 200) -> HttpResponse:
    context = room_context(request, request.session_here, request.room, TOP_LEVEL)
    context["shows_list"] = "rooms" in request.GET
    return render(request, "helpdesk/rooms/room.html", context, status=status)


@require_safe
@person_page
def others(request: PersonRequest) -> HttpResponse:
    """The list of rooms beside the open one, as a fragment."""
    return others_fragment(request, request.session_here, request.room, TOP_LEVEL)


@require_POST
@person_page
def messages(request: PersonRequest) -> HttpResponse:
    """Writes a message, without a socket."""
    if refusal := post_from_form(request, request.person, request.room):
        notices.error(request, refusal)
        return _room_page(request, 422)
    return redirect(TOP_LEVEL.room(request.room) + "#end")


@require_POST
@person_page
def sharing(request: PersonRequest) -> HttpResponse:
    """Opens a room that followed its person to their colleagues, by that person's word."""
    address = TOP_LEVEL.room(request.room)
    return redirect(with_done(address, "share") if share(request.room, request.person) else address)


def page_of(part: RoomPart) -> Part:
    """A part of a room as one of its people comes to it."""

    @person_page
    def page(request: PersonRequest, **rest: object) -> HttpResponseBase:
        session = request.session_here
        visit = Visit(request.room, session.person, True, TOP_LEVEL, session)
        return visited(part, request, visit, **rest)

    return page


@require_POST
@person_page
def leaving(request: PersonRequest) -> HttpResponse:
    """Ends this browser's session; the way back is a new link."""
    end_session(request.session_here)
    response = redirect("rooms:left", request.person.workspace.widget_id)
    response.delete_cookie(cookie_name(request.person.workspace.widget_id), samesite="Lax")
    return response


@require_safe
@never_cache
def left(request: HttpRequest, widget_id: str) -> HttpResponse:
    """Says that this browser is signed out, and where to ask for the way back."""
    workspaces = Workspace.objects.select_related("vendor")
    workspace = get_object_or_404(workspaces, widget_id=widget_id)
    return render(request, "helpdesk/rooms/left.html", {"workspace": workspace})
