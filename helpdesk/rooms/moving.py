"""Rooms of the Shared Email Inbox follow their people to their customer, where agents want it.

A moved room stays private to its person and the agents. Where somebody belongs is never stored, so
who may be offered is asked anew each time.
"""

from dataclasses import dataclass
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, CustomerKind
from customers.routing import audit
from customers.routing.changes import access_change
from customers.routing.facts import decision_for, decisions_for
from customers.routing.people import within_reach
from helpdesk.models import Room, RoomMember, RoomMove
from helpdesk.rooms import events
from helpdesk.rooms.naming import free_names

PAGE = 50  # rooms
LOOKED_AT = 500  # rooms whose people are decided at once
MOST_AT_ONCE = 500  # rooms that one press moves; each takes some rows, and a person waits


@dataclass(frozen=True)
class Movable:
    """A page of rooms that may follow their people. ``after`` is the next page's key, or 0."""

    rooms: list[Room]
    after: int


def movable_rooms(customer: Customer, after: int = 0, most: int = PAGE) -> Movable:
    """Rooms of the inbox with something said in them, whose people belong to ``customer`` now."""
    reach = within_reach(customer.workspace, [customer])
    rooms = Room.objects.filter(
        workspace=customer.workspace,
        customer_kind=CustomerKind.INBOX,
        sealed_at=None,
        last_seq__gt=0,
    ).filter(Q(person__in=reach.alike) | Q(person__in=reach.single))
    looked_at = list(
        rooms.filter(pk__gt=after).select_related("person").order_by("pk")[: LOOKED_AT + 1]
    )
    found = _whose_people_belong_to(customer, looked_at[:LOOKED_AT])
    if len(found) > most:
        return Movable(found[:most], found[most - 1].pk)
    return Movable(found, looked_at[LOOKED_AT - 1].pk if len(looked_at) > LOOKED_AT else 0)


def _whose_people_belong_to(customer: Customer, rooms: list[Room]) -> list[Room]:
    addresses = {room.person.email for room in rooms if room.person}
    decisions = decisions_for(customer.workspace, addresses)
    return [
        room
        for room in rooms
        if room.person and decisions[room.person.email].customer == customer.pk
    ]


def home_to_move_to(room: Room) -> Customer | None:
    """The customer to which a room of the inbox may follow its person, if they belong to one."""
    if room.person is None or room.sealed_at is not None or room.last_seq == 0:
        return None
    decision = decision_for(room.workspace, room.person.email)
    return Customer.objects.filter(pk=decision.customer).first() if decision.customer else None


def move(room: Room, by: Agent) -> RoomMove:
    """Move a room of the inbox to where its person belongs now.

    Raises ValidationError where that is nowhere else, because it has changed meanwhile.
    """
    with access_change(room.workspace):
        found = Room.objects.select_related("person", "workspace").get(pk=room.pk)
        customer = home_to_move_to(found)
        if customer is None:
            raise ValidationError(
                _("This room stays where it is: its person belongs nowhere else.")
            )
        [moved] = _move([found], customer, by)
    return moved


def move_all(customer: Customer, by: Agent) -> list[RoomMove]:
    """Move the rooms whose people belong to ``customer``: the first MOST_AT_ONCE, in one go."""
    with access_change(customer.workspace):
        rooms: list[Room] = []
        page = movable_rooms(customer, most=MOST_AT_ONCE)
        rooms += page.rooms
        while page.after and len(rooms) < MOST_AT_ONCE:
            page = movable_rooms(customer, page.after, MOST_AT_ONCE - len(rooms))
            rooms += page.rooms
        return _move(rooms, customer, by)


def _move(rooms: list[Room], customer: Customer, by: Agent) -> list[RoomMove]:
    batch = uuid4()
    people = [room.person for room in rooms if room.person]
    moves = [
        RoomMove(
            workspace=customer.workspace,
            room=room,
            person=person,
            customer=customer,
            name_before=room.name,
            batch=batch,
            moved_by=by,
        )
        for room, person in zip(rooms, people, strict=True)
    ]
    for room, name in zip(rooms, free_names(customer, [r.name for r in rooms]), strict=True):
        room.customer, room.customer_kind, room.name = customer, customer.kind, name
        room.person, room.is_former = None, False
    Room.objects.bulk_update(rooms, ["customer", "customer_kind", "name", "person", "is_former"])
    RoomMember.objects.bulk_create(
        RoomMember(workspace=customer.workspace, room=room, person=person, is_own=True)
        for room, person in zip(rooms, people, strict=True)
    )
    RoomMove.objects.bulk_create(moves)
    for moved in moves:
        note_move(Action.ROOM_MOVED, moved, by)
        events.room_changed(moved.room)  # its name, and who reads it
    return moves


def note_move(action: Action, moved: RoomMove, by: Agent) -> None:
    """Note a move, or its undoing, in the audit."""
    audit.note(
        moved.workspace,
        action,
        by,
        customer=moved.customer,
        person=moved.person,
        room=moved.room.name,
    )
