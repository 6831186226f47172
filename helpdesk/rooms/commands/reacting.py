from helpdesk.models import LONGEST_EMOJI
from helpdesk.rooms import reacting
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import ROOM, SEQ, flag, text_of


def react(asker: Asker, room: int, seq: int, emoji: str, on: bool) -> Answer:
    """Put an emoji below a message, or take one's own away."""
    entry = asker.enter(room)
    reacting.react(entry.room, entry.author, seq, emoji, on=on)
    return None


REACT = Command(react, {"room": ROOM, "seq": SEQ, "emoji": text_of(LONGEST_EMOJI), "on": flag})
