"""The list of rooms beside the one that a person is in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, When

from customers.models import PersonSession
from helpdesk.models import Room, RoomKind
from helpdesk.rooms.access import rooms_of
from helpdesk.rooms.mentioning import unread_mentions
from helpdesk.rooms.naming import name_for
from helpdesk.rooms.reading import unread_counts

MOST = 100  # rooms


@dataclass(frozen=True)
class ListedRoom:
    """A room with the number of messages that its reader has not seen, and in how many of them
    they are mentioned."""

    room: Room
    unread: int
    name: str
    mentions: int = 0


def rooms_beside(session: PersonSession) -> list[ListedRoom]:
    """The rooms that its person may enter and write in: Triage first, then by name; the old own
    one last."""
    person = session.person
    order = Case(When(kind=RoomKind.TRIAGE, then=0), When(person=person, then=2), default=1)
    found = rooms_of(session).filter(archived_at=None).select_related("customer", "agent")
    rooms = list(found.order_by(order, "name")[:MOST])
    unread = unread_counts(rooms, person)
    mentions = unread_mentions(rooms, person)
    return [
        ListedRoom(room, unread[room.pk], name_for(room, person), mentions.get(room.pk, 0))
        for room in rooms
    ]


def list_beside(session: PersonSession) -> dict[str, Any]:
    """What the template _others.html lists: those rooms, and whether others are archived."""
    archived = rooms_of(session).filter(archived_at__isnull=False)
    return {"listed": rooms_beside(session), "has_archived": archived.exists()}
