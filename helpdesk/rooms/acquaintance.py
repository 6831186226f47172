"""By which name those who read in a room are shown to whom.

Agents see everybody by name. People see by name those of the team who have written in the room or
began it, and the others as the team. A guest of a shared room sees those of its people who have
written there, and no others: they are the customer's address book.
"""

from enum import Enum, auto
from typing import NamedTuple, TypedDict

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from customers.models import Agent
from helpdesk.models import Message, Reading, Room
from helpdesk.rooms.authors import Author, as_field, key_of

TEAM = "team"  # the key of all of the team whom people don't know by name


class Listener(Enum):
    """Who is told of others in a room."""

    AGENT = auto()
    COLLEAGUE = auto()
    GUEST = auto()  # of a room that everybody in its customer may enter


class Reader(TypedDict):
    """Somebody in a room, as hints tell of them. ``is_known``: its people know them by name;
    ``team`` is the vendor's name where it is an agent."""

    who: str
    name: str
    is_known: bool
    team: str


class Face(NamedTuple):
    """The key and the name by which somebody is shown."""

    who: str
    name: str


def reader_of(author: Author, team: str, *, is_known: bool) -> Reader:
    """``author`` in a room of the vendor ``team``."""
    of_team = team if isinstance(author, Agent) else ""
    return Reader(who=key_of(author), name=str(author), is_known=is_known, team=of_team)


def face_of(reader: Reader, listener: Listener) -> Face | None:
    """How somebody is shown to such a listener; None for not at all."""
    if reader["is_known"] or listener is Listener.AGENT:
        return Face(reader["who"], reader["name"])
    if reader["team"]:
        return Face(TEAM, reader["team"])
    return Face(reader["who"], reader["name"]) if listener is Listener.COLLEAGUE else None


def knows(author: Author) -> Case:
    """Of rooms: whether their people know ``author`` by name."""
    other = "person" if isinstance(author, Agent) else "agent"
    written = Message.objects.filter(room=OuterRef("pk"), **as_field(author), **{other: None})
    known = Q(Exists(written))
    if isinstance(author, Agent):
        known |= Q(agent=author)
    return _whether(known)


def room_and_whether_it_knows(pk: int, author: Author) -> tuple[Room, bool] | None:
    """The room of that id, if there is one, and whether its people know ``author`` by name."""
    rooms = Room.objects.select_related("workspace__vendor").annotate(knows_author=knows(author))
    found = rooms.filter(pk=pk).first()
    return (found, found.knows_author) if found else None


def told_to(listener: Listener, readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """Those of a room's readings that such a listener is told of, with ``is_known``: whether they
    know the reader by name."""
    if listener is Listener.AGENT:
        return readings.annotate(is_known=Value(True))
    here = Message.objects.filter(room=OuterRef("room"))
    by_agent = Exists(here.filter(agent=OuterRef("agent"), person=None))
    by_person = Exists(here.filter(person=OuterRef("person"), agent=None))
    known = Q(by_agent) | Q(by_person) | Q(agent=F("room__agent"))
    found = readings.annotate(is_known=_whether(known))
    return found.exclude(is_known=False, agent=None) if listener is Listener.GUEST else found


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))
