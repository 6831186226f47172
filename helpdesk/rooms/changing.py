"""Changes to messages that stand already: each has a number in its room, so that none is missed."""

from collections.abc import Callable

from django.db import transaction

from customers.models import Workspace
from helpdesk.models import Message, Room
from helpdesk.rooms import events
from helpdesk.rooms.refusals import Refused


def change(room: Room, seq: int, apply: Callable[[Message], bool]) -> Message:
    """Change message ``seq`` of ``room``, and tell everybody who may read it.

    ``apply(message)`` runs under the room's lock. It changes the message's fields or what belongs
    to it, and returns whether anything is different now; it may raise Refused. Raises
    Refused("no_message") where there is none.
    """
    with transaction.atomic():
        locked = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        # The message's row as well: whoever forwards it locks that alone (posting.py)
        messages = Message.objects.select_for_update(no_key=True, of=("self",))
        found = messages.filter(room=locked, seq=seq).select_related("person", "agent")
        message = found.first()
        if message is None:
            raise Refused("no_message")
        message.room = locked
        if not apply(message):
            return message
        locked.last_revision = message.revision = locked.last_revision + 1
        locked.save(update_fields=["last_revision"])
        message.save()
        # Read last, as in posting.post
        epoch = Workspace.objects.values_list("epoch", flat=True).get(pk=locked.workspace_id)
        events.message_changed(message, epoch)
    return message
