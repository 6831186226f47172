"""Rooms that followed their people to a customer go back to the Shared Email Inbox."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, CustomerKind, Workspace
from customers.routing.changes import access_change
from helpdesk.models import Room, RoomKind, RoomMember, RoomMove
from helpdesk.rooms.moving import PAGE, note_move
from helpdesk.rooms.naming import numbered


def moved_here(customer: Customer) -> list[RoomMove]:
    """The newest moves to ``customer`` that have not been undone, at most a page."""
    moves = RoomMove.objects.filter(customer=customer, undone_at=None)
    return list(moves.select_related("room", "person").order_by("-pk")[:PAGE])


def move_back(workspace: Workspace, batch: UUID, by: Agent) -> int:
    """Undo the moves of a batch: how many rooms went back.

    Raises ValidationError, and moves none, where one of them has become more than its person's.
    """
    with access_change(workspace):
        moves = list(
            RoomMove.objects.filter(workspace=workspace, batch=batch, undone_at=None)
            .select_related("room", "person", "customer", "workspace")
            .order_by("pk")
        )
        for moved in moves:
            _move_back(moved)
            note_move(Action.ROOM_MOVED_BACK, moved, by)
        RoomMove.objects.filter(pk__in=[moved.pk for moved in moves]).update(undone_at=Now())
    return len(moves)


def _move_back(moved: RoomMove) -> None:
    room = moved.room
    _refuse_shared(moved)
    inbox = Customer.objects.get(workspace=moved.workspace_id, kind=CustomerKind.INBOX)
    of_person = Room.objects.filter(customer=inbox, person=moved.person_id)
    taken = set(of_person.values_list("name", flat=True))
    members = RoomMember.objects.filter(room=room)
    # What is closed to them until an agent's word stays closed.
    room.sealed_at = members.values_list("sealed_at", flat=True).first()
    members.delete()
    room.customer, room.customer_kind, room.person = inbox, inbox.kind, moved.person
    room.is_former = bool(room.sealed_at) or of_person.filter(is_former=False).exists()
    room.name = next(name for name in numbered(moved.name_before) if name not in taken)
    room.save(
        update_fields=["customer", "customer_kind", "person", "is_former", "sealed_at", "name"]
    )


def _refuse_shared(moved: RoomMove) -> None:
    others = moved.room.memberships.exclude(person=moved.person_id)
    if moved.room.kind != RoomKind.PRIVATE or others.exists():
        raise ValidationError(
            _("%(room)s is shared with colleagues by now, so it can't go back."),
            code="shared",
            params={"room": moved.room.name},
        )
