"""A room that followed its person opens to their colleagues by that person's word alone."""

from customers.models import Action, Person
from customers.routing import audit
from customers.routing.changes import access_change
from helpdesk.models import Room, RoomKind, RoomMove
from helpdesk.rooms import events


def may_share(room: Room, person: Person) -> bool:
    """Whether ``person`` may open this room, which followed them, to their colleagues."""
    if room.kind != RoomKind.PRIVATE or room.person_id is not None:
        return False
    return RoomMove.objects.filter(room=room, person=person, undone_at=None).exists()


def share(room: Room, person: Person) -> bool:
    """Its person's word: everybody of the customer may read this room from now on, all of it.

    Nothing happens where it is not theirs to say; returns whether it was.
    """
    with access_change(room.workspace):
        found = Room.objects.select_related("customer", "workspace").get(pk=room.pk)
        if not may_share(found, person):
            return False
        Room.objects.filter(pk=room.pk).update(kind=RoomKind.PUBLIC)
        events.room_changed(found)  # who reads it stands over it
        audit.note(
            found.workspace,
            Action.ROOM_SHARED,
            customer=found.customer,
            person=person,
            room=found.name,
        )
    return True
