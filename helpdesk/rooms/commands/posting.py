from uuid import UUID

from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import MENTIONS, ROOM, SEQ, text, uuid
from helpdesk.rooms.posting import post as write


def post(
    asker: Asker,
    room: int,
    client_id: UUID,
    text: str,
    reply_to: int | None = None,
    mentions: list[str] | None = None,
) -> Answer:
    """Write a message; the answer acknowledges that it is committed."""
    entry = asker.enter(room)
    written = write(
        entry.room, entry.author, client_id, text, reply_to=reply_to, mentions=mentions or ()
    )
    seq = written.message.seq
    return {"type": "posted", "room": room, "client_id": str(client_id), "seq": seq}


POST = Command(
    post,
    {"room": ROOM, "client_id": uuid, "text": text},
    {"reply_to": SEQ, "mentions": MENTIONS},
)
