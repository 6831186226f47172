"""Who may enter which room: the rules of routing, applied to rooms. Computed at each asking."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from customers.models import (
    Binding,
    Block,
    Customer,
    CustomerKind,
    Person,
    PersonSession,
    Workspace,
)
from customers.routing.decision import Decision
from customers.routing.facts import decision_for, decisions_for
from helpdesk.models import CLOSED_KINDS, Room, RoomKind, RoomMember
from helpdesk.models.room import RoomMemberQuerySet
from helpdesk.rooms.naming import first_free, folded


class Doors(NamedTuple):
    """The ids of the rooms that somebody may enter; ``as_guest``, those of them in which they are a
    guest among all of a customer, and ``archived``, those of an archived customer's that are their
    own, where nobody writes."""

    rooms: frozenset[int]
    as_guest: frozenset[int] = frozenset()
    archived: frozenset[int] = frozenset()


def rooms_for_person(person: Person, decision: Decision | None = None) -> QuerySet[Room]:
    """The rooms that this person may enter, now.

    Those of the customer that routing decides for, private ones only as a member; rooms of one's
    own, in the Shared Email Inbox or moved out of it, which stay one's own wherever one belongs
    later; and single rooms of active customers in which one is a guest. Who has just been given
    the ``decision`` on them passes it on.
    """
    decision = decision or decision_for(person.workspace, person.email)
    if decision.is_shut_out:
        return Room.objects.none()
    memberships = RoomMember.objects.open().filter(room=OuterRef("pk"), person=person)
    in_customer = Q(customer=decision.customer) & (~Q(kind__in=CLOSED_KINDS) | Exists(memberships))
    moved = Q(Exists(memberships.filter(is_own=True)), kind=RoomKind.PRIVATE)
    guest = Q(Exists(memberships.filter(is_guest=True)), customer__archived_at=None)
    own = Q(person=person, sealed_at=None) | moved | guest
    return Room.objects.filter(own if decision.customer is None else own | in_customer)


def rooms_by_token(binding: Binding, person: Person) -> QuerySet[Room]:
    """The rooms of somebody whom the vendor's token has let in: those of the token's customer.

    Whatever else claims the address; and no room of one's own nor as a guest, because the token
    doesn't prove the mailbox. A block shuts out, and an archived customer has no rooms.
    """
    memberships = RoomMember.objects.open().filter(room=OuterRef("pk"), person=person)
    is_member = Exists(memberships.filter(is_own=False, is_guest=False))
    is_blocked = Exists(Block.objects.filter(person=person))
    return Room.objects.filter(
        ~Q(kind__in=CLOSED_KINDS) | is_member,
        ~is_blocked,
        customer=binding.customer_id,
        customer__archived_at=None,
    )


def rooms_by_tokens(sessions: Collection[PersonSession]) -> dict[int, frozenset[int]]:
    """The ids of the rooms of each of these sessions by token, by the session's id.

    The same as rooms_by_token, in three queries for however many.
    """
    people = {session.person for session in sessions}
    blocked = set(Block.objects.filter(person__in=people).values_list("person", flat=True))
    customers = {s.binding.customer_id for s in sessions if s.binding is not None}
    shared = _shared_rooms(customers, active=True)
    private = _private_rooms(
        RoomMember.objects.filter(person__in=people, is_own=False, is_guest=False)
    )
    rooms: dict[int, frozenset[int]] = {}
    for session in sessions:
        customer = session.binding.customer_id if session.binding else None
        found = shared[customer] | (
            private[session.person_id, customer] if shared[customer] else set()
        )
        rooms[session.pk] = frozenset() if session.person_id in blocked else frozenset(found)
    return rooms


def rooms_of(session: PersonSession, decision: Decision | None = None) -> QuerySet[Room]:
    """The rooms that a session lets its person into, now. Who has just been given its ``decision``
    passes it on."""
    if session.binding is not None:
        return rooms_by_token(session.binding, session.person)
    return rooms_for_person(session.person, decision)


def decision_in(session: PersonSession) -> Decision | None:
    """What routing decides for a session's person; None where the vendor's token has decided."""
    if session.binding is not None:
        return None
    return decision_for(session.person.workspace, session.person.email)


def home_in(session: PersonSession) -> Room | None:
    """The room to open first in this session; None for somebody who is shut out."""
    if session.binding is not None:
        return rooms_of(session).filter(kind=RoomKind.TRIAGE).first()
    return home_of(session.person)


def rooms_for_people(workspace: Workspace, people: Collection[Person]) -> dict[int, frozenset[int]]:
    """The ids of the rooms of each of these people of one workspace, by person id.

    The same as rooms_for_person, in six queries for however many.
    """
    doors = doors_of_people(workspace, people)
    return {person: found.rooms for person, found in doors.items()}


def doors_of_people(workspace: Workspace, people: Collection[Person]) -> dict[int, Doors]:
    """The same, and which of these rooms are less open than others."""
    decisions = decisions_for(workspace, [person.email for person in people])
    let_in = [person for person in people if not decisions[person.email].is_shut_out]
    rooms: dict[int, set[int]] = {person.pk: set() for person in people}
    shared = _shared_rooms({decision.customer for decision in decisions.values()})
    members = RoomMember.objects.filter(person__in=let_in)
    private = _private_rooms(members)
    for person in let_in:
        customer = decisions[person.email].customer
        rooms[person.pk] = shared[customer] | private[person.pk, customer]
    own = Room.objects.filter(person__in=let_in, sealed_at=None).values_list("person", "pk")
    moved = Q(is_own=True, room__kind=RoomKind.PRIVATE)
    guest = Q(is_guest=True, room__customer__archived_at=None)
    single = members.open().filter(moved | guest)
    as_guest: dict[int, set[int]] = defaultdict(set)
    archived: dict[int, set[int]] = defaultdict(set)
    for owner, room in own:
        rooms[owner].add(room)
    fields = ("person", "room", "room__kind", "room__customer__archived_at")
    for owner, room, kind, archived_at in single.values_list(*fields):
        if kind not in CLOSED_KINDS and room not in rooms[owner]:  # else they belong there by now
            as_guest[owner].add(room)
        if archived_at:
            archived[owner].add(room)
        rooms[owner].add(room)
    return {
        pk: Doors(*map(frozenset, (ids, as_guest[pk], archived[pk]))) for pk, ids in rooms.items()
    }


def rooms_for_agent(workspace: Workspace) -> QuerySet[Room]:
    """The rooms that the agents of a workspace may enter: all, those of archived customers too."""
    return Room.objects.filter(workspace=workspace)


def home_of(person: Person) -> Room | None:
    """The room to open first: Triage, or one's own in the Shared Email Inbox. None if shut out.

    A room of one's own is made when it is first needed.
    """
    decision = decision_for(person.workspace, person.email)
    if decision.is_shut_out:
        return None
    if decision.customer is not None:
        return Room.objects.get(customer=decision.customer, kind=RoomKind.TRIAGE)
    return _own_room(person)


def _own_room(person: Person) -> Room:
    if found := Room.objects.own_of(person).filter(is_former=False).first():
        return found
    inbox = Customer.objects.get(workspace=person.workspace_id, kind=CustomerKind.INBOX)
    return Room.objects.get_or_create(
        person=person,
        customer=inbox,
        customer_kind=inbox.kind,
        is_former=False,
        defaults={
            "workspace_id": person.workspace_id,
            "kind": RoomKind.PRIVATE,
            "name": _name_of_own(inbox, person),
        },
    )[0]


def _name_of_own(inbox: Customer, person: Person) -> str:
    """Their address; with a number where a former room has it. The inbox may have a million
    rooms, so only this person's are looked at."""
    former = Room.objects.filter(customer=inbox, person=person).values_list("name", flat=True)
    return first_free(person.email, set(map(folded, former)))


def _shared_rooms(
    customers: Collection[int | None], *, active: bool = False
) -> dict[int | None, set[int]]:
    """The ids of the rooms that everybody in each of these customers may enter."""
    found: dict[int | None, set[int]] = defaultdict(set)
    rooms = Room.objects.shared().filter(customer__in=set(customers) - {None})
    if active:
        rooms = rooms.filter(customer__archived_at=None)
    for customer, room in rooms.values_list("customer", "pk"):
        found[customer].add(room)
    return found


def _private_rooms(memberships: RoomMemberQuerySet) -> dict[tuple[int, int | None], set[int]]:
    """The ids of the rooms that people are let into as members, by person and customer."""
    found: dict[tuple[int, int | None], set[int]] = defaultdict(set)
    rows = memberships.open().values_list("person", "room__customer", "room")
    for person, customer, room in rows:
        found[person, customer].add(room)
    return found
