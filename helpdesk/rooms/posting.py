"""The only writer of messages, with writing.py for plain ones that come by sockets."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from customers.models import Workspace
from helpdesk.models import LONGEST_TEXT, Message, Room
from helpdesk.rooms import events, mentioning
from helpdesk.rooms.authors import Author, as_field
from helpdesk.rooms.files.attaching import attach
from helpdesk.rooms.files.forgetting import copy_files
from helpdesk.rooms.files.limits import MOST_FILES
from helpdesk.rooms.following_links import follow
from helpdesk.rooms.reading import mark_read
from helpdesk.rooms.refusals import Denied, Refused

HALF = re.compile("[\ud800-\udfff]")  # of a surrogate pair


@dataclass(frozen=True)
class Posted:
    """A message that is stored; ``created`` is False where this client had sent it before."""

    message: Message
    created: bool


@dataclass(frozen=True)
class Original:
    """The message that is forwarded, and who is said to have written it."""

    message: Message
    author: str
    at: datetime


def post(
    room: Room,
    author: Author,
    client_id: UUID,
    text: str,
    *,
    reply_to: int | None = None,
    mentions: Collection[str] = (),
    files: Sequence[UUID] = (),
    original: Original | None = None,
) -> Posted:
    """Write ``text`` into ``room`` as its next message, and tell everybody who may read it.

    Whether ``author`` may write there is for the caller to know. The same ``client_id`` of the
    same author in the same room is one message, however often it is sent. It may answer message
    ``reply_to`` of the room, and mention those who have these keys. ``files`` are uploads of the
    author's there, which become part of it; with them, or forwarded ones, the text may be empty.
    Raises Refused, with "no_message" where the ``original`` has been deleted.
    """
    files = list(dict.fromkeys(files))
    if len(files) > MOST_FILES:
        raise Refused("too_many_files")
    has_files = bool(files) or (original is not None and original.message.has_files)
    text = cleaned(text, may_be_empty=has_files)
    named = mentioning.mentioned(room, mentions, text, author)
    with transaction.atomic():
        # The row's lock makes the numbers gapless: whoever gets it sees the newest number.
        locked = Room.objects.select_for_update(no_key=True).get(pk=room.pk)
        sent_before = Message.objects.filter(
            room=locked, client_id=client_id, **as_field(author)
        ).first()
        if sent_before is not None:
            return Posted(sent_before, created=False)
        if locked.archived_at is not None:  # perhaps only since the caller looked
            raise Denied("archived")
        if original is not None:
            _must_still_be_there(original.message)
        message = _append(locked, author, client_id, text, reply_to, original, has_files)
        mentioning.name(message, named)
        follow(message)
        if files:
            attach(message, files)
        if original and has_files:
            copy_files(original.message, message)
        mark_read(locked, author, message.seq)
        # Read last, so that a change of access committed before this post began is in it.
        epoch = Workspace.objects.values_list("epoch", flat=True).get(pk=locked.workspace_id)
        events.message_posted(message, epoch)
    return Posted(message, created=True)


def _must_still_be_there(message: Message) -> None:
    """The lock has its deletion wait (changing.py), which then finds the copy's files."""
    there = Message.objects.select_for_update(no_key=True).filter(pk=message.pk, deleted_at=None)
    if not there.exists():
        raise Refused("no_message")


def is_plain(text: str) -> bool:
    """Whether nothing but storing it has to be done about a text: nobody is mentioned in it, and
    no page is linked to."""
    return "@" not in text and "://" not in text


def cleaned(text: str, *, may_be_empty: bool = False) -> str:
    """``text`` as it is stored: one kind of line break, nothing blank around it. Raises Refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text and not may_be_empty:
        raise Refused("empty")
    if len(text) > LONGEST_TEXT:
        raise Refused("too_long")
    # Postgres can't hold NUL, nor UTF-8 the half of a surrogate pair that JSON can spell.
    if "\0" in text or HALF.search(text):
        raise Refused("unreadable")
    return text


def _append(
    room: Room,
    author: Author,
    client_id: UUID,
    text: str,
    reply_to: int | None,
    original: Original | None,
    has_files: bool,
) -> Message:
    """The next message of a room whose row is locked."""
    has_that = reply_to is not None and 0 < reply_to <= room.last_seq
    room.last_seq += 1
    message = Message.objects.create(
        room=room,
        seq=room.last_seq,
        client_id=client_id,
        text=text,
        has_files=has_files,
        reply_to=reply_to if has_that else None,
        original_author=original.author if original else "",
        original_at=original.at if original else None,
        **as_field(author),
    )
    room.last_message_at = message.created_at
    room.save(update_fields=["last_seq", "last_message_at"])
    return message
