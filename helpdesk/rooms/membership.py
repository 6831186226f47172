"""Who is in a private room, or a guest of any: taken in, taken out, and gone by their own word.

Whether somebody may do so is for the caller to know (rights.py).
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Action, Person
from customers.routing.changes import access_change
from customers.routing.colleagues import belonging
from helpdesk.models import Room, RoomMember
from helpdesk.rooms import events
from helpdesk.rooms.authors import Author
from helpdesk.rooms.making import note


def add_member(room: Room, person: Person, by: Author) -> None:
    """Let a colleague into a private room; twice is once.

    Raises ValidationError for somebody who doesn't belong to the room's customer.
    """
    with access_change(room.workspace):
        if not belonging(room.customer, [person]):
            raise ValidationError(
                _("Only people of %(customer)s can become members."),
                code="elsewhere",
                params={"customer": room.customer.name},
            )
        take_in(room, person, by)


def take_in(room: Room, person: Person, by: Author, *, is_guest: bool = False) -> None:
    """Make somebody a member, or a guest, within a change of access. Twice is once.

    Somebody who was the one becomes the other. What is sealed to them stays so.
    """
    row, is_new = RoomMember.objects.get_or_create(
        room=room,
        person=person,
        defaults={"workspace_id": room.workspace_id, "is_guest": is_guest},
    )
    if not is_new and (row.is_own or row.is_guest == is_guest):
        return
    RoomMember.objects.filter(pk=row.pk).update(is_guest=is_guest)
    note(Action.GUEST_INVITED if is_guest else Action.MEMBER_ADDED, room, by, person)
    events.room_changed(room)


def remove_member(room: Room, person: Person, by: Author) -> None:
    """Take a member or a guest out of a room, from their next request on; twice is once.

    A room that is somebody's own stays theirs.
    """
    with access_change(room.workspace):
        removed, _rows = RoomMember.objects.filter(room=room, person=person, is_own=False).delete()
        if removed:
            note(Action.MEMBER_REMOVED, room, by, person)
            events.room_changed(room)
