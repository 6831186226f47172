"""The frames that clients may send, and nothing else: checked before anything is done with them."""

import json
from typing import Any

from helpdesk.rooms.commands import COMMANDS
from helpdesk.rooms.fields import BEARER, ROOM, SEQ, SIDE, BadFrame, Reader, flag, widget_id

LONGEST_FRAME = 64 * 1024  # characters; the server's own flag counts bytes

type Fields = dict[str, Any]

# What the consumer itself does; all else is a command.
FIELDS: dict[str, dict[str, Reader]] = {
    "hello": {"side": SIDE, "workspace": widget_id},
    "subscribe": {"room": ROOM, "after": SEQ},
    "after": {"room": ROOM, "after": SEQ},
    "unsubscribe": {"room": ROOM},
    "typing": {"room": ROOM},
    "here": {"room": ROOM, "here": flag},
    "ping": {},
    "watch": {},
} | {name: dict(command.fields) for name, command in COMMANDS.items()}
OPTIONAL: dict[str, dict[str, Reader]] = {
    "hello": {"bearer": BEARER},
    "subscribe": {"revision": SEQ},
    "after": {"revision": SEQ},
} | {name: dict(command.optional) for name, command in COMMANDS.items()}


def parse(text: str | None) -> tuple[str, Fields]:
    """The type of a frame and its fields, each of the kind that it must be. Raises BadFrame."""
    if text is None or len(text) > LONGEST_FRAME:
        raise BadFrame
    try:
        frame = json.loads(text)
        kind = frame.pop("type")
        fields = FIELDS[kind] | {
            name: read for name, read in OPTIONAL.get(kind, {}).items() if name in frame
        }
        return kind, {name: read(frame[name]) for name, read in fields.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadFrame from None
