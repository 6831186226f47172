from helpdesk.rooms import editing
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import MENTIONS, ROOM, SEQ
from helpdesk.rooms.fields import text as any_text


def edit(asker: Asker, room: int, seq: int, text: str, mentions: list[str] | None = None) -> Answer:
    """Have one's own message say something else; the answer says that it does."""
    entry = asker.enter(room)
    editing.edit(entry.room, entry.author, seq, text, mentions or ())
    return {"type": "edited", "room": room, "seq": seq}


def delete(asker: Asker, room: int, seq: int) -> Answer:
    """Take one's own message back."""
    entry = asker.enter(room)
    editing.delete(entry.room, entry.author, seq)
    return None


def remove_preview(asker: Asker, room: int, seq: int) -> Answer:
    """Show no longer what the link in one's own message leads to."""
    entry = asker.enter(room)
    editing.remove_preview(entry.room, entry.author, seq)
    return None


EDIT = Command(edit, {"room": ROOM, "seq": SEQ, "text": any_text}, {"mentions": MENTIONS})
DELETE = Command(delete, {"room": ROOM, "seq": SEQ})
REMOVE_PREVIEW = Command(remove_preview, {"room": ROOM, "seq": SEQ})
