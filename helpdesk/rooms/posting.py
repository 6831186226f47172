"""The only writer of messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from customers.models import Workspace
from helpdesk.models import LONGEST_TEXT, Message, Room
from helpdesk.rooms import events
from helpdesk.rooms.authors import Author, as_field
from helpdesk.rooms.files.attaching import attach
from helpdesk.rooms.files.limits import MOST_FILES
from helpdesk.rooms.reading import mark_read
from helpdesk.rooms.refusals import Refused


@dataclass(frozen=True)
class Posted:
    """A message that is stored; ``created`` is False where this client had sent it before."""

    message: Message
    created: bool


def post(
    room: Room, author: Author, client_id: UUID, text: str, files: Sequence[UUID] = ()
) -> Posted:
    """Write ``text`` into ``room`` as its next message, and tell everybody who may read it.

    Whether ``author`` may write there is for the caller to know. The same ``client_id`` of the
    same author in the same room is one message, however often it is sent. ``files`` are uploads of
    the author's there, which become part of it; then the text may be empty. Raises Refused.
    """
    files = list(dict.fromkeys(files))
    if len(files) > MOST_FILES:
        raise Refused("too_many_files")
    text = cleaned(text, may_be_empty=bool(files))
    with transaction.atomic():
        # The row's lock makes the numbers gapless: whoever gets it sees the newest number.
        locked = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        sent_before = Message.objects.filter(
            room=locked, client_id=client_id, **as_field(author)
        ).first()
        if sent_before is not None:
            return Posted(sent_before, created=False)
        message = _append(locked, author, client_id, text, has_files=bool(files))
        if files:
            attach(message, files)
        mark_read(locked, author, message.seq)
        # Read last, so that a change of access committed before this post began is in it.
        epoch = Workspace.objects.values_list("epoch", flat=True).get(pk=locked.workspace_id)
        events.message_posted(message, epoch)
    return Posted(message, created=True)


def cleaned(text: str, *, may_be_empty: bool = False) -> str:
    """``text`` as it is stored: one kind of line break, nothing blank around it. Raises Refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text and not may_be_empty:
        raise Refused("empty")
    if len(text) > LONGEST_TEXT:
        raise Refused("too_long")
    # Postgres can't hold NUL, nor UTF-8 the half of a surrogate pair that JSON can spell.
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Refused("unreadable")
    return text


def _append(room: Room, author: Author, client_id: UUID, text: str, *, has_files: bool) -> Message:
    """The next message of a room whose row is locked."""
    room.last_seq += 1
    message = Message.objects.create(
        room=room,
        seq=room.last_seq,
        client_id=client_id,
        text=text,
        has_files=has_files,
        **as_field(author),
    )
    room.last_message_at = message.created_at
    room.save(update_fields=["last_seq", "last_message_at"])
    return message
