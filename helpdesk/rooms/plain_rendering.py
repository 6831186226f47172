"""The fragment of a plain message, from a form that is rendered once for each author.

The template takes as long as everything else about a message together, and almost all of what it
gives is the same for each message of one author.
"""

import logging
import re
from functools import lru_cache
from typing import Any

from django.utils.safestring import mark_safe

from helpdesk.rooms.authors import key_of
from helpdesk.rooms.rendering import ShownMessage, fragment

log = logging.getLogger(__name__)

AUTHORS = 2048  # whose forms are kept
FILLED_IN = ("seq", "client_id", "moment", "clock", "body")
LAST = ("seq", "moment", "clock")  # of these, what is known only of a message that is stored
# Marked with NUL, which neither Postgres nor so any name can hold.
BLANK = re.compile("\0([a-z_]+)\0")


def plain_fragment(message: ShownMessage) -> str:
    """The message by its author's form where it has nothing but text, else by the template."""
    return Unfinished(message).fragment()


class Unfinished:
    """The fragment of a message whose number and time may come later than all else of it, which is
    filled in at once."""

    def __init__(self, message: ShownMessage) -> None:
        self._message = message
        form = _form_of(message) if message.is_plain else None
        self._pieces = list(form) if form else []
        self._missing = dict(enumerate(self._pieces[1::2]))
        self._fill(*(place for place, name in self._missing.items() if name not in LAST))

    def fragment(self) -> str:
        """The same as of any other message, now that it has number and time."""
        if not self._pieces:
            return fragment(self._message)
        self._fill(*self._missing)
        return "".join(self._pieces)

    def _fill(self, *places: int) -> None:
        for place in places:
            self._pieces[2 * place + 1] = str(getattr(self._message, self._missing.pop(place)))


class _ByKey:
    """A message that any other one of its author equals: the form is the same for both."""

    def __init__(self, message: ShownMessage) -> None:
        self.message = message

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByKey)

    def __hash__(self) -> int:
        return 0


def _form_of(message: ShownMessage) -> tuple[str, ...] | None:
    return _form(key_of(message.author), str(message.author), message.address, _ByKey(message))


@lru_cache(AUTHORS)
def _form(key: str, name: str, address: str, of: _ByKey) -> tuple[str, ...] | None:
    """The fragment in pieces: text, the name of what comes then, text, … None where it can't be
    made, because the template does something else with what is filled in."""
    message = of.message
    form = tuple(BLANK.split(fragment(_Blank(message))))
    pieces = list(form)
    pieces[1::2] = [str(getattr(message, name)) for name in form[1::2]]
    if "".join(pieces) == fragment(message):
        return form
    log.warning("message.html is not a form to fill in; each message is rendered by itself")
    return None


class _Blank:
    """A message with blanks where messages of one author differ."""

    def __init__(self, message: ShownMessage) -> None:
        self._message = message

    def __getattr__(self, name: str) -> Any:
        if name in FILLED_IN:
            return mark_safe(f"\0{name}\0")  # noqa: S308
        return getattr(self._message, name)
