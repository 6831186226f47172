"""Somebody in a room that is open to them, whichever of our pages they came by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from customers.models import PersonSession
from helpdesk.models import Room
from helpdesk.rooms.authors import Author
from helpdesk.rooms.places import Place
from helpdesk.rooms.questions import too_often, wait_of


@dataclass(frozen=True)
class Visit:
    """``session`` is a person's; agents have none here. ``frame`` is what the layout of a place's
    pages needs besides."""

    room: Room
    author: Author
    may_write: bool
    place: Place
    session: PersonSession | None = None
    frame: Mapping[str, object] = field(default_factory=dict)


# What a request asks of a room: view(request, visit, **the rest of the address).
type Part = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class RoomPart:
    """A page or fragment below a room's address, the same for people, frames and agents.

    With ``writes`` only those get there who may write in the room; archived rooms then refuse, too.
    ``cost`` is how many questions it counts for (questions.py).
    """

    path: str
    view: Part
    name: str
    writes: bool = False
    cost: int = 0


def visited(part: RoomPart, request: HttpRequest, visit: Visit, **rest: object) -> HttpResponseBase:
    """What the part answers to a visitor; 403 where they may only read, 429 where too often."""
    if part.writes and not (visit.may_write and not visit.room.is_archived):
        return HttpResponse(status=403)
    if part.cost and (wait := wait_of(visit.author, part.cost)):
        return too_often(wait)
    return part.view(request, visit, **rest)
