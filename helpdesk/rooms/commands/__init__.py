"""What a client may ask of a room over its socket: a module a command, and their register."""

from collections.abc import Mapping

from helpdesk.rooms.commands.command import Command
from helpdesk.rooms.commands.editing import DELETE, EDIT, REMOVE_PREVIEW
from helpdesk.rooms.commands.forwarding import FORWARD
from helpdesk.rooms.commands.posting import POST
from helpdesk.rooms.commands.reacting import REACT
from helpdesk.rooms.commands.reading import READ, UNREAD

COMMANDS: Mapping[str, Command] = {
    "delete": DELETE,
    "edit": EDIT,
    "forward": FORWARD,
    "post": POST,
    "react": REACT,
    "read": READ,
    "remove_preview": REMOVE_PREVIEW,
    "unread": UNREAD,
}
