"""What a client may ask of a room over its socket: a module a command, and their register."""

from collections.abc import Mapping

from helpdesk.rooms.commands.command import Command
from helpdesk.rooms.commands.posting import POST
from helpdesk.rooms.commands.reading import READ, UNREAD

COMMANDS: Mapping[str, Command] = {
    "post": POST,
    "read": READ,
    "unread": UNREAD,
}
