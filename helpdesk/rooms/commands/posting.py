from collections.abc import Sequence
from uuid import UUID

from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import ROOM, list_of, text, uuid
from helpdesk.rooms.files.limits import MOST_FILES
from helpdesk.rooms.posting import post as write


def post(asker: Asker, room: int, client_id: UUID, text: str, files: Sequence[UUID] = ()) -> Answer:
    """Write a message; the answer acknowledges that it is committed."""
    entry = asker.enter(room)
    seq = write(entry.room, entry.author, client_id, text, files).message.seq
    return {"type": "posted", "room": room, "client_id": str(client_id), "seq": seq}


POST = Command(
    post,
    {"room": ROOM, "client_id": uuid, "text": text},
    {"files": list_of(uuid, MOST_FILES)},
)
