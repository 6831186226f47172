"""Rooms that followed their people to a customer go back to the Shared Email Inbox."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models.functions import Now

from customers.models import Action, Agent, Customer, CustomerKind, Workspace
from customers.routing.changes import access_change
from helpdesk.models import Room, RoomKind, RoomMember, RoomMove
from helpdesk.rooms import events
from helpdesk.rooms.moving import PAGE, note_move
from helpdesk.rooms.naming import first_free, folded


def moved_here(customer: Customer) -> list[RoomMove]:
    """The newest moves to ``customer`` that have not been undone, at most a page."""
    moves = RoomMove.objects.filter(customer=customer, undone_at=None)
    return list(moves.select_related("room", "person").order_by("-pk")[:PAGE])


@dataclass(frozen=True)
class MovedBack:
    """How many rooms went back, and the names of those that stay: they are shared by now."""

    number: int
    shared: list[str]


def move_back(workspace: Workspace, batch: UUID, by: Agent) -> MovedBack:
    """Undo the moves of a batch; rooms that have become more than their person's own stay."""
    with access_change(workspace):
        moves = list(
            RoomMove.objects.filter(workspace=workspace, batch=batch, undone_at=None)
            .select_related("room", "person", "customer", "workspace")
            .order_by("pk")
        )
        shared = [moved for moved in moves if _is_shared(moved)]
        going = [moved for moved in moves if moved not in shared]
        for moved in going:
            _move_back(moved)
            note_move(Action.ROOM_MOVED_BACK, moved, by)
            events.room_changed(moved.room)
        RoomMove.objects.filter(pk__in=[moved.pk for moved in going]).update(undone_at=Now())
    return MovedBack(len(going), [moved.room.name for moved in shared])


def _move_back(moved: RoomMove) -> None:
    room = moved.room
    inbox = Customer.objects.get(workspace=moved.workspace_id, kind=CustomerKind.INBOX)
    of_person = Room.objects.filter(customer=inbox, person=moved.person_id)
    of_person.filter(last_seq=0).delete()  # made meanwhile, and nobody has said anything in it
    taken = set(map(folded, of_person.values_list("name", flat=True)))
    members = RoomMember.objects.filter(room=room)
    # What is closed to them until an agent's word stays closed.
    room.sealed_at = members.values_list("sealed_at", flat=True).first()
    members.delete()
    room.customer, room.customer_kind, room.person = inbox, inbox.kind, moved.person
    room.is_former = bool(room.sealed_at) or of_person.filter(is_former=False).exists()
    room.name = first_free(moved.name_before, taken)
    room.save(
        update_fields=["customer", "customer_kind", "person", "is_former", "sealed_at", "name"]
    )


def _is_shared(moved: RoomMove) -> bool:
    others = moved.room.memberships.exclude(person=moved.person_id)
    return moved.room.kind != RoomKind.PRIVATE or others.exists()
