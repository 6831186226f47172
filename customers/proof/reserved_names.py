"""Which names pass for the team's: those with no word but what an agent, or the vendor, is called.

Signs, digits and emoji around a word change nothing in that, nor do letters that look alike.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product

from customers.models import Workspace
from customers.proof.names import BLANK, MARKS
from customers.routing.lookalikes import skeleton

# What a name of ours would be made of, if it has no other word
OURS = """
admin administrator agent bot customer-care customer-service helpdesk help-desk helpline moderator
operator official owner postmaster root security service staff superuser support supporter sysadmin
system team webmaster
"""
AROUND = """
account accounts and billing care center centre chat client customer customers department desk help
info it line live mail of office online our payments sales services tech technical the tm your
"""
COMPANY = """
ag bv co company corp corporation gmbh group inc incorporated limited llc llp ltd plc pty sarl
"""
# Signs that stand for letters, on both sides of the comparison: "5upp0rt", "Adm1n", "Adrnin"
STAND_FOR = [("rn", "m"), ("vv", "w")]
SIGNS = str.maketrans("013457@$!|i", "oleastaslll")
NO_LETTERS = "0123456789@$!|"
# Where words end: at signs that may be letters, or not there
WORDS = [re.compile(r"(?:[^\W_]|[@$!|])+"), re.compile(r"[^\W_]+")]
CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
FLAG_LETTER = "REGIONAL INDICATOR SYMBOL LETTER "


def passes_for_us(name: str, workspace: Workspace) -> bool:
    """Whether the name consists of nothing but what an agent, or the vendor, would be called."""
    own = sorted(_called(workspace), key=len, reverse=True)
    return any(_is_ours(words, own) for words in _readings(name))


def without_unseen(text: str) -> str:
    """A text without the characters that nobody sees, between which a word would hide."""
    unseen = BLANK | {"\u034f"}
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in unseen)


def without_marks(text: str) -> str:
    """A text in plain forms (NFKC), all accents and other marks taken off."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in apart if unicodedata.category(c) not in MARKS)
    return unicodedata.normalize("NFKC", bare)


def _is_ours(words: list[str], own: list[list[str]]) -> bool:
    called = {"".join(row) for row in own}
    if _joined(words) & (_reserved() | called):
        return True
    left = words
    for row in own:
        left = _without(left, row)
    telling = [spelled for word in left if (spelled := _spellings(word)).isdisjoint(_around())]
    is_named = bool(telling) or len(left) < len(words)
    return is_named and not any(spelled.isdisjoint(_reserved()) for spelled in telling)


def _called(workspace: Workspace) -> Iterator[list[str]]:
    """The words that the vendor and the workspace are called by, with their legal form and not."""
    for name in (workspace.vendor.name, workspace.name):
        words = [_letters(word) for word in WORDS[1].findall(_plain(name))]
        short = [word for word in words if word not in _company()]
        yield from (row for row in (words, short) if row)


def _readings(name: str) -> Iterator[list[str]]:
    """The words of a name, in each way that it can be read."""
    texts = {way(without_unseen(name)) for way in (_without_flags, _spelled_by_flags)}
    texts |= {CAMEL_CASE.sub(" ", text) for text in texts}
    for text, pattern in product(texts, WORDS):
        yield pattern.findall(_plain(text))


def _plain(text: str) -> str:
    """A text as it looks: without accents, pictures and case, digits as 0 to 9."""
    seen = "".join(" " if _is_picture(character) else character for character in text)
    return "".join(map(_digit, skeleton(without_marks(seen))))


def _is_picture(character: str) -> bool:
    """Whether it is a sign or an emoji, and none that is drawn of one letter."""
    if unicodedata.category(character) != "So":
        return False
    return len(re.findall(r"[a-z]", skeleton(character))) != 1


def _digit(character: str) -> str:
    return str(unicodedata.decimal(character, character))


def _without_flags(text: str) -> str:
    return "".join(" " if _flag_letter(character) else character for character in text)


def _spelled_by_flags(text: str) -> str:
    return "".join(_flag_letter(character) or character for character in text)


def _flag_letter(character: str) -> str:
    name = unicodedata.name(character, "")
    return name.removeprefix(FLAG_LETTER).lower() if name.startswith(FLAG_LETTER) else ""


def _without(words: list[str], row: list[str]) -> list[str]:
    """The words but for a row of them that is the vendor's name."""
    for start in range(len(words) - len(row) + 1):
        if all(map(_is_spelled, words[start:], row)):
            return words[:start] + words[start + len(row) :]
    return words


def _is_spelled(word: str, plain: str) -> bool:
    return plain in _spellings(word)


def _spellings(word: str) -> set[str]:
    """What a word may be meant for; "" if it has no letter. Digits and signs at its ends may be
    letters or not."""
    if not any(map(str.isalpha, word)):
        return {_letters(word), ""}
    ends = (word, word.lstrip(NO_LETTERS), word.rstrip(NO_LETTERS), word.strip(NO_LETTERS))
    return set(map(_letters, ends))


def _joined(words: list[str]) -> set[str]:
    """What all words in one may be meant for: "S u p p o r t 24"."""
    as_typed, bare = "".join(words), "".join(c for w in words for c in w if c not in NO_LETTERS)
    return {_letters(text) for text in (as_typed, bare) if text}


def _letters(word: str) -> str:
    """A word with its signs read as the letters that they stand for."""
    plain = word.translate(SIGNS)
    for signs, letter in STAND_FOR:
        plain = plain.replace(signs, letter)
    return plain


def _listed(words: str) -> frozenset[str]:
    return frozenset(_letters(word.replace("-", "")) for word in words.split())


@cache
def _reserved() -> frozenset[str]:
    return _listed(OURS)


@cache
def _company() -> frozenset[str]:
    return _listed(COMPANY)


@cache
def _around() -> frozenset[str]:
    """The words that say nothing beside another; "" is a word without letters."""
    return _listed(AROUND) | _company() | {""}
