from helpdesk.rooms.acquaintance import room_and_whether_it_knows
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import LARGEST_SEQ, ROOM, SEQ, number
from helpdesk.rooms.reading import mark_unread, read_and_tell


def read(asker: Asker, room: int, seq: int) -> Answer:
    """Note how far somebody has read a room."""
    reader = asker.verdict.standing.author
    if found := room_and_whether_it_knows(room, reader):
        read_and_tell(found[0], reader, seq, is_known=found[1])
    return None


def unread(asker: Asker, room: int, seq: int) -> Answer:
    """Set back how far somebody has read a room, to before a message."""
    reader = asker.verdict.standing.author
    if found := room_and_whether_it_knows(room, reader):
        mark_unread(found[0], reader, seq, is_known=found[1])
    return None


READ = Command(read, {"room": ROOM, "seq": SEQ}, by_listeners=True)
UNREAD = Command(unread, {"room": ROOM, "seq": number(LARGEST_SEQ, least=1)}, by_listeners=True)
