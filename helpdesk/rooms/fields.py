"""What the fields of a client's frame may be: a reader each, which gives the value or refuses."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

LARGEST_ROOM = 2**63 - 1
LARGEST_SEQ = 2**31 - 1
LONGEST_WIDGET_ID = 64
LONGEST_BEARER = 256
MOST_MENTIONS = 20
AUTHOR_KEY = re.compile(r"[ap][1-9][0-9]{0,17}")

type Reader = Callable[[Any], Any]


class BadFrame(Exception):
    """Not a frame that a client of ours would send."""


def number(most: int, least: int = 0) -> Reader:
    """A reader of whole numbers from ``least`` to ``most``."""

    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise BadFrame
        return value

    return read


def one_of(*choices: str) -> Reader:
    """A reader of one of these words."""

    def read(value: Any) -> str:
        if value not in choices:
            raise BadFrame
        return str(value)

    return read


def text(value: Any) -> str:
    """Any text; whoever stores it checks it (posting.cleaned)."""
    if not isinstance(value, str):
        raise BadFrame
    return value


def text_of(most: int) -> Reader:
    """A reader of texts of at most ``most`` characters."""

    def read(value: Any) -> str:
        if len(text(value)) > most:
            raise BadFrame
        return text(value)

    return read


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise BadFrame
    return value


def list_of(read: Reader, most: int) -> Reader:
    """A reader of lists of at most ``most`` values."""

    def read_all(value: Any) -> list[Any]:
        if not isinstance(value, list) or len(value) > most:
            raise BadFrame
        return [read(one) for one in value]

    return read_all


def author_key(value: Any) -> str:
    """What authors.key_of gives: ``a3`` or ``p12``."""
    if not AUTHOR_KEY.fullmatch(text(value)):
        raise BadFrame
    return text(value)


def widget_id(value: Any) -> str:
    """A workspace's public id."""
    found = text_of(LONGEST_WIDGET_ID)(value)
    if not (found.isascii() and found.isalnum()):
        raise BadFrame
    return found


def uuid(value: Any) -> UUID:
    """A UUID as text. Raises ValueError for another text; to frames.parse that is a BadFrame."""
    return UUID(text(value))


ROOM = number(LARGEST_ROOM, least=1)
SEQ = number(LARGEST_SEQ)
SIDE = one_of("person", "agent")
BEARER = text_of(LONGEST_BEARER)
MENTIONS = list_of(author_key, MOST_MENTIONS)
