"""The list of rooms beside the one that a person is in."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from customers.models import Person, PersonSession
from customers.routing.decision import Decision
from helpdesk.models import Room, RoomKind, RoomMember
from helpdesk.rooms.access import decision_in, rooms_of
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


@dataclass(frozen=True)
class RoomsPage:
    """A page of a person's rooms. ``more`` is the next page's key, or 0."""

    listed: list[ListedRoom]
    more: int


def rooms_page(
    session: PersonSession, after: int = 0, decision: Decision | None = None
) -> RoomsPage:
    """The rooms that its person may enter and write in: Triage first, then by name; those in which
    they are a guest after them, and the old own one last. From behind the room ``after`` on."""
    person = session.person
    as_guest = RoomMember.objects.filter(room=OuterRef("pk"), person=person, is_guest=True)
    place = Case(
        When(is_guests=True, then=2),
        When(kind=RoomKind.TRIAGE, then=0),
        When(person=person, then=3),
        default=1,
    )
    found = rooms_of(session, decision).annotate(is_guests=Exists(as_guest)).annotate(place=place)
    behind = _behind(found, after).filter(archived_at=None).select_related("customer", "agent")
    rooms = list(behind.order_by("place", "name", "pk")[: MOST + 1])
    more = rooms[MOST - 1].pk if len(rooms) > MOST else 0
    return RoomsPage(_listed(rooms[:MOST], person), more)


def _behind[Rooms: QuerySet[Any]](rooms: Rooms, after: int) -> Rooms:
    """The rooms behind that one, in the order of the list; all where it is none of them."""
    last = rooms.filter(pk=after).values_list("place", "name").first() if after else None
    if last is None:
        return rooms
    place, name = last
    behind = Q(name__gt=name) | Q(name=name, pk__gt=after)
    return rooms.filter(Q(place__gt=place) | Q(place=place) & behind)


def _listed(rooms: list[Any], person: Person) -> list[ListedRoom]:
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


def rooms_beside(session: PersonSession) -> list[ListedRoom]:
    """The first page of them."""
    return rooms_page(session).listed


def list_beside(session: PersonSession, decision: Decision | None = None) -> dict[str, Any]:
    """What the template _others.html lists: those rooms, whether there are more, and whether others
    are archived. Who has just been given the session's ``decision`` passes it on."""
    decision = decision or decision_in(session)
    page = rooms_page(session, decision=decision)
    archived = rooms_of(session, decision).filter(archived_at__isnull=False)
    return {"listed": page.listed, "more_rooms": page.more, "has_archived": archived.exists()}
