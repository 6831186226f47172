"""Search as pages show it: what was found, with the way to each message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from customers.models import Person
from customers.models.ids import id_in
from helpdesk.models import Message, Room
from helpdesk.rooms.authors import Author
from helpdesk.rooms.naming import name_for
from helpdesk.rooms.places import Place
from helpdesk.rooms.plain_words import plain_words
from helpdesk.rooms.questions import SEARCH, wait_of, words_for_too_often
from helpdesk.rooms.search import Found, search, search_room
from helpdesk.rooms.snippets import snippet
from helpdesk.rooms.visits import Visit


@dataclass(frozen=True)
class Hit:
    """A message that was found, what its reader sees its room called, and its address."""

    message: Message
    room: str
    link: str
    snippet: SafeString


def hits_of(found: Found, reader: Author, link: Callable[[Message], str]) -> dict[str, Any]:
    """What ``_hits.html`` shows to ``reader``; ``link`` gives a message's address."""
    hits = [
        Hit(
            message,
            name_for(message.room, reader),
            link(message),
            snippet(plain_words(message.text), found.words),
        )
        for message in found.messages
    ]
    return {"hits": hits, "found": found}


@require_safe
def in_room(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is found in a room for ``q``, as a fragment; without it, the panel to search with."""
    below = visit.place.part(visit.room, "")
    if "q" not in request.GET:
        everywhere = visit.place.search if visit.session else ""  # agents have it on their desk
        context = {"below": below, "everywhere": everywhere}
        return render(request, "helpdesk/rooms/_search.html", context)
    query = request.GET["q"]
    found = search_room(visit.room, query, request.GET.get("before", ""))
    context = hits_of(found, visit.author, _in(visit.place)) | {
        "more": f"{below}search",
        "query": query,
    }
    return render(request, "helpdesk/rooms/_hits.html", context)


def search_context(
    request: HttpRequest, reader: Person, rooms: QuerySet[Room], place: Place
) -> dict[str, Any]:
    """What a whole page of search shows to ``reader``: over ``rooms``, or in the one of them that
    is named. Nothing is looked for while there is a ``wait``."""
    query, before = request.GET.get("q", ""), request.GET.get("before", "")
    room = rooms.filter(pk=id_in(request.GET.get("room", ""))).first()
    wait = wait_of(reader, SEARCH) if query else 0
    if wait:
        found = Found([], [])
    else:
        found = search_room(room, query, before) if room else search(rooms, query, before)
    return hits_of(found, reader, _in(place)) | {
        "query": query,
        "place": place,
        "wait": wait,
        "too_often": words_for_too_often() if wait else "",
        "room": room,
        "names_rooms": room is None,
        "more": place.search,
        "back": place.room(room) if room else place.rooms,
    }


def _in(place: Place) -> Callable[[Message], str]:
    return lambda message: place.message(message.room, message.seq)
