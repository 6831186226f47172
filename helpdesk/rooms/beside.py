"""The list of rooms beside the one that a person is in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, When

from customers.models import PersonSession
from helpdesk.models import Room, RoomKind, RoomMember
from helpdesk.rooms.access import rooms_of
from helpdesk.rooms.mentioning import unread_mentions
from helpdesk.rooms.naming import name_for
from helpdesk.rooms.reading import unread_counts

MOST = 100  # rooms


@dataclass(frozen=True)
class ListedRoom:
    """A room with the number of messages that its reader has not seen, in how many of them they are
    mentioned, and what it is called to them. ``guest_of`` names its customer to a guest."""

    room: Room
    unread: int
    name: str
    guest_of: str
    mentions: int = 0


def rooms_beside(session: PersonSession) -> list[ListedRoom]:
    """The rooms that its person may enter and write in: Triage first, then by name; those in which
    they are a guest after them, and the old own one last."""
    person = session.person
    as_guest = RoomMember.objects.filter(room=OuterRef("pk"), person=person, is_guest=True)
    order = Case(
        When(is_guests=True, then=2),
        When(kind=RoomKind.TRIAGE, then=0),
        When(person=person, then=3),
        default=1,
    )
    found = rooms_of(session).filter(archived_at=None).annotate(is_guests=Exists(as_guest))
    rooms = list(found.select_related("customer", "agent").order_by(order, "name")[:MOST])
    unread = unread_counts(rooms, person)
    mentions = unread_mentions(rooms, person)
    return [
        ListedRoom(
            room,
            unread[room.pk],
            name_for(room, person),
            guest_of=room.customer.name if room.is_guests else "",
            mentions=mentions.get(room.pk, 0),
        )
        for room in rooms
    ]


def list_beside(session: PersonSession) -> dict[str, Any]:
    """What the template _others.html lists: those rooms, and whether others are archived."""
    archived = rooms_of(session).filter(archived_at__isnull=False)
    return {"listed": rooms_beside(session), "has_archived": archived.exists()}
