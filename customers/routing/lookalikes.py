"""Texts that look like others: letters of one script that pass for those of another (UTS 39)."""

import re
import unicodedata
from functools import cache

import idna
from confusable_homoglyphs import categories, confusables

# Letters of a to z that are drawn in another way, by their names in Unicode, which knows them
# neither as likenesses nor as forms of the plain ones.
DRAWN_LETTER = re.compile(
    r"(?:LATIN LETTER SMALL CAPITAL|NEGATIVE (?:SQUARED|CIRCLED) LATIN CAPITAL LETTER) ([A-Z])"
)


def skeleton(text: str) -> str:
    """``text`` with each letter replaced by the plain one that it passes for, in lower case.

    Two texts with one skeleton look alike; equal skeletons say nothing more. Letters of a to z, and
    accents, stay what they are.
    """
    return "".join(map(_folded, unicodedata.normalize("NFKC", text)))


def passes_for(name: str) -> str:
    """The domain of plain letters that a canonical domain could be taken for; "" for none.

    Of a mixed label (a Cyrillic letter among Latin ones) as of one that is wholly of another
    script's look-alikes.
    """
    try:
        readable = idna.decode(name)
    except idna.IDNAError:
        return ""
    if not any(map(_deceives, readable.split("."))):
        return ""
    return skeleton(readable)


def _deceives(label: str) -> bool:
    foreign = [character for character in label if not character.isascii()]
    passing = [character for character in foreign if _plain(character).isascii()]
    if not passing:
        return False
    is_mixed = any(categories.alias(character) == "LATIN" for character in label)
    return is_mixed or len(passing) == len(foreign)


@cache
def _folded(character: str) -> str:
    """A character in lower case, plain. Some pass for a letter as capitals only: the Armenian one
    for S, but not its small one."""
    small = "".join(map(_plain, character.casefold()))
    capital = _plain(character)
    return capital if capital.isascii() and not small.isascii() else small


@cache
def _plain(character: str) -> str:
    """The plain letter or digit that a character can be taken for, else the character itself."""
    if character.isascii():
        return character
    if drawn := DRAWN_LETTER.fullmatch(unicodedata.name(character, "")):
        return drawn[1].lower()
    likenesses = (found["c"] for found in confusables.confusables_data.get(character, ()))
    plain = (text for text in likenesses if text.isascii() and text.isalnum())
    return next(plain, character).lower()
