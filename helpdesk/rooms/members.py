"""Who can read a room, a page at a time, and which colleagues could be asked into it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from customers.models import Membership, Person
from customers.models.membership import RANKS
from customers.models.person import PersonQuerySet
from customers.routing.colleagues import belonging, people_of
from helpdesk.models import Room, RoomMember
from helpdesk.rooms.mentioning import agents_known_in

PAGE = 50  # people
OFFERED = 10  # colleagues to ask into a room


@dataclass(frozen=True)
class Member:
    """Somebody who can read a room, or could if they came. ``is_own``: the room is theirs."""

    person: Person
    is_guest: bool = False
    is_own: bool = False

    @property
    def has_come(self) -> bool:
        return self.person.proven_at is not None


@dataclass(frozen=True)
class Members:
    """A page of them, guests first. ``after`` is the next page's key, or 0."""

    members: list[Member]
    after: int


def members_of(room: Room, after: int = 0, *, guest: Person | None = None) -> Members:
    """The people who can read ``room`` now, from the key ``after`` on; guests on the first page.

    A ``guest`` of a shared room is told of those alone who have written there: the others are the
    customer's address book, or other guests.
    """
    if room.person is not None:
        return Members([Member(room.person, is_own=True)], 0)
    if room.is_private:
        return _of_closed(room, after)
    people: PersonQuerySet = Person.objects.all()
    if guest is not None:
        written = room.messages.filter(person=OuterRef("pk"), agent=None)
        people = people.filter(Exists(written) | Q(pk=guest.pk))
    guests = _guests(room, people) if not after else []
    page = people_of(room.customer, people, after, PAGE)
    return Members(guests + [Member(person) for person in page.people], page.after)


def _of_closed(room: Room, after: int) -> Members:
    rows = list(_rows(room).filter(person__gt=after).order_by("person")[: PAGE + 1])
    belong = belonging(room.customer, [row.person for row in rows])
    listed = [
        Member(
            row.person, is_guest=row.person_id not in belong and not row.is_own, is_own=row.is_own
        )
        for row in rows[:PAGE]
        if row.is_own or row.is_guest or row.person_id in belong
    ]
    return Members(listed, rows[PAGE - 1].person_id if len(rows) > PAGE else 0)


def _guests(room: Room, people: PersonQuerySet) -> list[Member]:
    """As many as a page has room for: guests are few, or something is wrong with the room."""
    rows = list(_rows(room).filter(is_guest=True, person__in=people).order_by("person")[:PAGE])
    belong = belonging(room.customer, [row.person for row in rows]) if rows else set()
    return [Member(row.person, is_guest=True) for row in rows if row.person_id not in belong]


def _rows(room: Room) -> QuerySet[RoomMember]:
    return RoomMember.objects.open().filter(room=room, person__block=None).select_related("person")


def colleagues_to_ask(room: Room, words: str) -> list[Person]:
    """Some people of the room's customer who are not its members, by words in name or address."""
    candidates: PersonQuerySet = Person.objects.exclude(room_memberships__room=room)
    for word in words.split():
        candidates = candidates.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return people_of(room.customer, candidates, 0, OFFERED).people


def colleague(room: Room, pk: int) -> Person | None:
    """The person of that id, if they belong to the room's customer now."""
    found = people_of(room.customer, Person.objects.filter(pk=pk), 0, 1).people
    return found[0] if found else None


def member(room: Room, pk: int) -> Person | None:
    """The person of that id, if a membership lets them into the room, or is to."""
    return Person.objects.filter(pk=pk, room_memberships__room=room).first()


def team_seen_by_people(room: Room) -> list[str]:
    """The names of the active agents who have written in a room, or began it: all that people are
    told of who is in the team."""
    return list(agents_known_in(room).order_by("name").values_list("name", flat=True))


def team_seen_by_agents(room: Room) -> list[Membership]:
    """The active agents of the room's vendor, owners first."""
    active = Membership.objects.active().filter(vendor=room.workspace.vendor_id)
    members = list(active.select_related("agent").order_by("agent__name"))
    return sorted(members, key=lambda one: -RANKS.index(one.role))  # type: ignore[arg-type]
