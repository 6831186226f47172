"""Emoji and their names, as the ``emoji`` package knows them."""

import re
from functools import cache

from emoji import EMOJI_DATA, is_emoji, purely_emoji

LONGEST_ALONE = 60  # characters of a message of emoji alone that is shown larger

# What is no emoji begins with a letter or with other plain text
_MAY_BE_EMOJI = re.compile(r"[#*0-9]?[^\x00-\xa8]")


def by_name(name: str) -> str | None:
    """The emoji that is called so, without its colons; None for none."""
    return _names().get(name)


def is_emoji_alone(text: str) -> bool:
    """Whether a short text is nothing but emoji, and blanks between them."""
    if len(text) > LONGEST_ALONE or not _MAY_BE_EMOJI.match(text) or text[:1].isalpha():
        return False
    return purely_emoji("".join(text.split()))


def is_one_emoji(text: str) -> bool:
    """Whether ``text`` is exactly one emoji."""
    return is_emoji(text)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for emoji, about in EMOJI_DATA.items():
        if about["status"] > 2:  # spelled without the mark that makes it an emoji: another one is
            continue
        for name in (about["en"], *about.get("alias", ())):
            names.setdefault(name.strip(":"), emoji)
    return names
