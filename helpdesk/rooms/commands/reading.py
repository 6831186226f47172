from helpdesk.models import Room
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import ROOM, SEQ
from helpdesk.rooms.reading import mark_read


def read(asker: Asker, room: int, seq: int) -> Answer:
    """Note how far somebody has read a room."""
    if found := Room.objects.filter(pk=room).first():
        mark_read(found, asker.verdict.standing.author, seq)
    return None


READ = Command(read, {"room": ROOM, "seq": SEQ}, by_listeners=True)
