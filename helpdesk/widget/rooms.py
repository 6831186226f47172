"""The room inside the vendor's page: the same room as at top level, below the widget's address."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from customers.models import PersonSession
from customers.proof.frame_sessions import bearer_of, forget_frame_cookie
from customers.proof.sessions import end_session
from helpdesk.models import Room
from helpdesk.rooms.access import home_in, rooms_of
from helpdesk.rooms.authors import key_of
from helpdesk.rooms.beside import rooms_beside
from helpdesk.rooms.done import with_done
from helpdesk.rooms.finding import find_room, missed
from helpdesk.rooms.person_room import (
    others_fragment,
    post_from_form,
    room_context,
)
from helpdesk.rooms.places import TOP_LEVEL, Place
from helpdesk.rooms.questions import made_to_wait
from helpdesk.rooms.search_pages import search_context
from helpdesk.rooms.sharing import share
from helpdesk.rooms.visits import Part, RoomPart, Visit, visited
from helpdesk.widget.framing import WidgetRequest, frame_page, widget_page

type RoomView[**P] = Callable[Concatenate[WidgetRequest, PersonSession, Room, P], HttpResponseBase]


def place_of(request: WidgetRequest) -> Place:
    """Where the widget's rooms are on the web."""
    widget = f"/widget/{request.workspace.widget_id}/"
    return Place(
        rooms=f"{widget}rooms/",
        lost=widget,
        search=f"{widget}rooms/search",
        links=TOP_LEVEL.rooms,
        layout="frame",
    )


def room_page(
    request: WidgetRequest, session: PersonSession, room: Room, status: int = 200, problem: str = ""
) -> HttpResponse:
    """A room with its newest messages, and the bearer by which the frame's scripts go on."""
    context = room_context(request, session, room, place_of(request)) | {
        "problem": problem,
        "shows_list": "rooms" in request.GET,
        "state": frame_state(session),
        # The frame has no CSRF cookie; what is posted must come from a page of ours (framing.py).
        "csrf_token": "",
        "may_leave": session.binding_id is None,
    }
    return frame_page(request, "room", status, **context)


def home_page(request: WidgetRequest, session: PersonSession) -> HttpResponse:
    """The session's first room; a page that says so to somebody who is shut out."""
    home = home_in(session)
    found = find_room(session, home.pk) if home else None
    if found is None:
        return frame_page(request, "closed", 403, state=frame_state(session))
    return room_page(request, session, found)


def frame_state(session: PersonSession) -> dict[str, object]:
    """What the frame's scripts must know: their bearer, and whether the tab should keep it.

    What the vendor's token opened is not kept: the vendor's page brings the token each time.
    """
    return {"bearer": bearer_of(session), "keep": session.binding_id is None}


def _of_a_room[**P](view: RoomView[P]) -> Callable[..., HttpResponseBase]:
    """Makes ``view(request, session, room, …)`` a page of a room in the frame.

    Who is not signed in there, or may not enter it, gets the same page, whether or not there is
    such a room.
    """

    @widget_page
    @wraps(view)
    def page(
        request: WidgetRequest, room: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        session = request.person_session
        found = find_room(session, room) if session else None
        if session is None or found is None:
            state = frame_state(session) if session else None
            status = missed(session) if session else 401
            return frame_page(request, "not_here", status, state=state)
        return view(request, session, found, *args, **kwargs)

    return page


@require_safe
@widget_page
def home(request: WidgetRequest) -> HttpResponse:
    """The first room of whoever is signed in in this frame."""
    if request.person_session is None:
        return frame_page(request, "not_here", 401)
    return home_page(request, request.person_session)


@require_safe
@widget_page
def search(request: WidgetRequest) -> HttpResponse:
    """Search over the rooms of whoever is signed in in this frame, or with ``room`` in one."""
    session = request.person_session
    if session is None:
        return frame_page(request, "not_here", 401)
    context = search_context(request, session.person, rooms_of(session), place_of(request))
    page = frame_page(request, "search", **context, state=frame_state(session))
    return made_to_wait(page, context["wait"])


@require_safe
@_of_a_room
def room(request: WidgetRequest, session: PersonSession, room: Room) -> HttpResponse:
    """A room with its newest messages, and one's other rooms beside it."""
    return room_page(request, session, room)


@require_safe
@_of_a_room
def others(request: WidgetRequest, session: PersonSession, room: Room) -> HttpResponse:
    """The list of rooms beside the open one, as a fragment."""
    return others_fragment(request, session, room, place_of(request))


@require_POST
@_of_a_room
def messages(request: WidgetRequest, session: PersonSession, room: Room) -> HttpResponse:
    """Writes a message, without a socket."""
    if refusal := post_from_form(request, session.person, room):
        return room_page(request, session, room, 422, refusal)
    return redirect(place_of(request).room(room) + "#end")


@require_POST
@_of_a_room
def sharing(request: WidgetRequest, session: PersonSession, room: Room) -> HttpResponse:
    """Opens a room that followed its person to their colleagues, by that person's word."""
    address = place_of(request).room(room)
    return redirect(with_done(address, "share") if share(room, session.person) else address)


def page_of(part: RoomPart) -> Part:
    """A part of a room as it is reached from inside the frame."""

    @_of_a_room
    def page(
        request: WidgetRequest, session: PersonSession, room: Room, **rest: object
    ) -> HttpResponseBase:
        frame = {
            "workspace": request.workspace,
            "vendor": request.workspace.vendor,
            "state": frame_state(session),
            "csrf_token": "",  # as in room_page
        }
        visit = Visit(room, session.person, True, place_of(request), session, frame)
        return visited(part, request, visit, **rest)

    return page


@require_POST
@widget_page
def leaving(request: WidgetRequest) -> HttpResponse:
    """Ends this frame's session and forgets it; the form is there again."""
    if request.person_session is not None:
        end_session(request.person_session)
    response = HttpResponseRedirect(place_of(request).lost, status=303)
    forget_frame_cookie(response, request.workspace.widget_id)
    return response


@require_POST
@widget_page
def unread(request: WidgetRequest) -> HttpResponse:
    """The rooms of whoever is signed in in this frame, with what they have not read, as JSON.

    Nobody is no error: each page of a vendor's site asks, and browsers log errors to its console.
    """
    session = request.person_session
    if session is None:
        return JsonResponse({"me": None, "rooms": []})
    rooms = [
        {
            "id": one.room.pk,
            "kind": one.room.kind,
            "last_seq": one.room.last_seq,
            "unread": one.unread,
            "mentions": one.mentions,
        }
        for one in rooms_beside(session)
    ]
    return JsonResponse({"me": key_of(session.person), "rooms": rooms} | frame_state(session))
