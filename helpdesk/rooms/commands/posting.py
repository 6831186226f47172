from typing import Any
from uuid import UUID

from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import MENTIONS, ROOM, SEQ, list_of, text, uuid
from helpdesk.rooms.files.limits import MOST_FILES
from helpdesk.rooms.posting import post as write


def post(asker: Asker, room: int, client_id: UUID, text: str, **more: Any) -> Answer:
    """Write a message; the answer acknowledges that it is committed."""
    entry = asker.enter(room)
    seq = write(entry.room, entry.author, client_id, text, **more).message.seq
    return {"type": "posted", "room": room, "client_id": str(client_id), "seq": seq}


POST = Command(
    post,
    {"room": ROOM, "client_id": uuid, "text": text},
    {"files": list_of(uuid, MOST_FILES), "mentions": MENTIONS, "reply_to": SEQ},
)
