"""What the agents' desk shows: the roster, one room, and what there is to know about its people."""

from typing import Any

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from customers.routing.queue import number_waiting
from customers.team.pages import AgentRequest
from helpdesk.inbox.context import context_of
from helpdesk.inbox.roster import (
    Filter,
    Show,
    grouped,
    listed_rooms,
    rooms_aside,
    roster,
    unread_rooms,
    with_news,
)
from helpdesk.inbox.waiting import SHOWN, waiting_for_proof, waiting_rows
from helpdesk.models import Room
from helpdesk.rooms.access import rooms_for_agent
from helpdesk.rooms.history import seq_in
from helpdesk.rooms.places import Place
from helpdesk.rooms.readers import line_for_agent
from helpdesk.rooms.sealing import people_kept_out
from helpdesk.rooms.search import search
from helpdesk.rooms.search_pages import hits_of
from helpdesk.rooms.showing import show_room

LONGEST_SEARCH = 100  # characters


def find_room(request: AgentRequest, pk: int) -> Room:
    """The room of this number in the agent's workspace. Raises Http404."""
    rooms = rooms_for_agent(request.workspace).select_related(
        "customer", "person__workspace", "workspace__vendor"
    )
    return get_object_or_404(rooms, pk=pk)


def url_of(room: Room, page: str = "room") -> str:
    """The address of one of a room's pages on the agents' side, or of the index it is listed on."""
    workspace = room.workspace
    names: dict[str, Any] = {"vendor": workspace.vendor.slug, "workspace": workspace.slug}
    return reverse(f"inbox:{page}", kwargs=names if page == "index" else names | {"room": room.pk})


def place_of(room: Room) -> Place:
    """Where the rooms of a room's workspace are on the agents' side."""
    index = url_of(room, "index")
    return Place(rooms=f"{index}rooms/", lost=index, search=index, has_slash=False, layout="desk")


def filter_of(query: QueryDict) -> Filter:
    """What a URL's query asks of the roster; what it can't mean is left out."""
    show = query.get("show", "")
    return Filter(
        Show(show) if show in Show.values else Show.ALL,
        query.get("q", "")[:LONGEST_SEARCH].strip(),
        query.get("before", ""),
    )


def desk(request: AgentRequest, room: Room | None) -> dict[str, Any]:
    """The whole desk, with ``room`` open if there is one."""
    return room_part(request, room) | roster_part(request)


def roster_part(request: AgentRequest) -> dict[str, Any]:
    """The roster's page that the request asks for; on the first one also what stands below it."""
    wanted = filter_of(request.GET)
    page = roster(request.workspace, request.user, wanted)
    part: dict[str, Any] = {
        "wanted": wanted,
        "shows": [Show.ALL, Show.UNREAD],
        "groups": page.groups,
        "more": page.more and wanted.query(before=page.more),
    }
    if wanted.words:
        part |= _messages_part(request, wanted.words, may_guess=not page.groups)
    if not wanted.is_top:
        return part
    return part | {
        **rooms_aside(request.workspace),
        "to_decide": number_waiting(request.workspace),
        "kept_out": list(people_kept_out(request.workspace)[:SHOWN]),
        "waiting": waiting_rows(request.workspace, waiting_for_proof(request.workspace)[:SHOWN]),
    }


def _messages_part(request: AgentRequest, words: str, *, may_guess: bool) -> dict[str, Any]:
    """The messages that have these words, in all of the workspace's rooms; where that may be a
    guess, also those that nearly have."""
    found = search(rooms_for_agent(request.workspace), words, request.GET.get("messages", ""))
    if found.is_guess and not may_guess:
        return {}
    rooms = reverse("inbox:index", args=[request.workspace.vendor.slug, request.workspace.slug])
    return hits_of(
        found, request.user, lambda message: f"{rooms}rooms/{message.room_id}?at={message.seq}"
    )


def room_part(request: AgentRequest, room: Room | None) -> dict[str, Any]:
    """The room's pane and the one beside it. Nothing is read by that: the page says what was."""
    if room is None:
        return {"room": None, "current": None}
    view = show_room(
        room,
        request.user,
        place_of(room).urls(room),
        line_for_agent(room),
        may_write=request.membership.may_write,
        at=seq_in(request.GET.get("at", "")),
    )
    return {"room": room, "current": room.pk, "view": view, "about": context_of(room)}


def row_part(request: AgentRequest, pk: int) -> dict[str, Any]:
    """One room of the roster in its group, and the number of rooms with something unread."""
    room = get_object_or_404(listed_rooms(request.workspace, request.user), pk=pk)
    return {
        "groups": grouped(with_news([room], request.user)),
        "total": unread_rooms(request.workspace, request.user),
    }
