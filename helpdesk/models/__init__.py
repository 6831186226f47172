from helpdesk.models.file import LONGEST_FILE_NAME, File
from helpdesk.models.link_preview import LinkPreview
from helpdesk.models.mention import Mention
from helpdesk.models.message import LONGEST_TEXT, Message, MessageVersion
from helpdesk.models.reaction import LONGEST_EMOJI, Reaction
from helpdesk.models.reading import Reading
from helpdesk.models.room import CLOSED_KINDS, NEWEST_FIRST, Room, RoomKind, RoomMember
from helpdesk.models.room_invitation import RoomInvitation
from helpdesk.models.room_move import RoomMove
from helpdesk.models.triage import make_triage

__all__ = [
    "CLOSED_KINDS",
    "LONGEST_EMOJI",
    "LONGEST_FILE_NAME",
    "LONGEST_TEXT",
    "NEWEST_FIRST",
    "File",
    "LinkPreview",
    "Mention",
    "Message",
    "MessageVersion",
    "Reaction",
    "Reading",
    "Room",
    "RoomInvitation",
    "RoomKind",
    "RoomMember",
    "RoomMove",
    "make_triage",
]
