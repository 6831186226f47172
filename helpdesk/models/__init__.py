from helpdesk.models.message import LONGEST_TEXT, Message
from helpdesk.models.reading import Reading
from helpdesk.models.room import Room, RoomKind, RoomMember
from helpdesk.models.room_move import RoomMove
from helpdesk.models.triage import make_triage

__all__ = [
    "LONGEST_TEXT",
    "Message",
    "Reading",
    "Room",
    "RoomKind",
    "RoomMember",
    "RoomMove",
    "make_triage",
]
