from typing import Any
from uuid import UUID

from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import MENTIONS, ROOM, SEQ, list_of, text, uuid
from helpdesk.rooms.files.limits import MOST_FILES
from helpdesk.rooms.markdown import is_quick
from helpdesk.rooms.posting import cleaned, is_plain
from helpdesk.rooms.posting import post as write
from helpdesk.rooms.posts import Post
from helpdesk.rooms.writer import writer


def post(asker: Asker, room: int, client_id: UUID, text: str, **more: Any) -> Answer:
    """Write a message; the answer acknowledges that it is committed."""
    entry = asker.enter(room)
    seq = write(entry.room, entry.author, client_id, text, **more).message.seq
    return _posted(room, client_id, seq)


async def post_plain(asker: Asker, room: int, client_id: UUID, text: str, **more: object) -> Answer:
    """The same for what is most of all: a person's plain text, in a room that they were let into.

    None for everything else, and where access may have changed since.
    """
    if any(more.values()) or not (is_plain(text) and is_quick(text)):
        return None
    entered = asker.entered_already(room)
    if entered is None:
        return None
    session, author = entered
    epoch = asker.verdict.standing.epoch
    new = Post(room, author.pk, session, epoch, client_id, cleaned(text))
    written = await writer.write(new, author)
    return _posted(room, client_id, written.seq) if written else None


def _posted(room: int, client_id: UUID, seq: int) -> Answer:
    return {"type": "posted", "room": room, "client_id": str(client_id), "seq": seq}


POST = Command(
    post,
    {"room": ROOM, "client_id": uuid, "text": text},
    {"files": list_of(uuid, MOST_FILES), "mentions": MENTIONS, "reply_to": SEQ},
    run_in_loop=post_plain,
)
