from helpdesk.models import Room
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import LARGEST_SEQ, ROOM, SEQ, number
from helpdesk.rooms.reading import mark_unread, read_and_tell


def read(asker: Asker, room: int, seq: int) -> Answer:
    """Note how far somebody has read a room."""
    if found := Room.objects.filter(pk=room).first():
        read_and_tell(found, asker.verdict.standing.author, seq)
    return None


def unread(asker: Asker, room: int, seq: int) -> Answer:
    """Set back how far somebody has read a room, to before a message."""
    if found := Room.objects.filter(pk=room).first():
        mark_unread(found, asker.verdict.standing.author, seq)
    return None


READ = Command(read, {"room": ROOM, "seq": SEQ}, by_listeners=True)
UNREAD = Command(unread, {"room": ROOM, "seq": number(LARGEST_SEQ, least=1)}, by_listeners=True)
