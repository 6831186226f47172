"""Uploads become part of a message."""

from collections.abc import Sequence
from uuid import UUID

from helpdesk.models import File, Message
from helpdesk.rooms.files.waiting import waiting
from helpdesk.rooms.refusals import Refused


def attach(message: Message, ids: Sequence[UUID]) -> None:
    """Make these uploads part of ``message``, in this order, in the transaction that writes it.

    Each must be its author's, of its room, and in no message yet. Raises Refused("file_gone").
    """
    files = waiting(message.room, message.author).filter(pk__in=ids).order_by("pk")
    found = {file.pk: file for file in files.select_for_update(no_key=True)}
    if len(found) != len(ids):
        raise Refused("file_gone")
    for position, pk in enumerate(ids):
        found[pk].message, found[pk].position = message, position
    File.objects.bulk_update(found.values(), ["message", "position"])
