"""The frames that clients may send, and nothing else: checked before anything is done with them."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

LONGEST_FRAME = 64 * 1024  # characters; the server's own flag counts bytes
LARGEST_ROOM = 2**63 - 1
LARGEST_SEQ = 2**31 - 1
LONGEST_WIDGET_ID = 64
LONGEST_BEARER = 256

type Fields = dict[str, Any]


class BadFrame(Exception):
    """Not a frame that a client of ours would send."""


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


def _number(most: int, least: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise BadFrame
        return value

    return read


def _side(value: Any) -> str:
    if value not in ("person", "agent"):
        raise BadFrame
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadFrame
    return value


def _widget_id(value: Any) -> str:
    text = _text(value)
    if not (text.isascii() and text.isalnum() and len(text) <= LONGEST_WIDGET_ID):
        raise BadFrame
    return text


def _bearer(value: Any) -> str:
    text = _text(value)
    if len(text) > LONGEST_BEARER:
        raise BadFrame
    return text


def _client_id(value: Any) -> UUID:
    return UUID(_text(value))


_ROOM = _number(LARGEST_ROOM, least=1)
_SEQ = _number(LARGEST_SEQ, least=0)

FIELDS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "hello": {"side": _side, "workspace": _widget_id},
    "subscribe": {"room": _ROOM, "after": _SEQ},
    "after": {"room": _ROOM, "after": _SEQ},
    "unsubscribe": {"room": _ROOM},
    "post": {"room": _ROOM, "client_id": _client_id, "text": _text},
    "typing": {"room": _ROOM},
    "read": {"room": _ROOM, "seq": _SEQ},
    "watch": {},
}
OPTIONAL: dict[str, dict[str, Callable[[Any], Any]]] = {"hello": {"bearer": _bearer}}
