"""What a stranger may call themselves: nothing that leads elsewhere, nothing that passes for us.

Everything else is shown as it was typed, as text, and marked as a visitor's.
"""

import re
import unicodedata
from functools import cache, reduce

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from publicsuffixlist import PublicSuffixList

from customers.models import Workspace
from customers.proof.names import BLANK, clean_name
from customers.routing.listed_names import RESERVED_TOP_LEVELS
from customers.routing.lookalikes import skeleton

# Full stops of other scripts, which NFKC leaves as they are. The middle dot is none: "Gal·la".
DOTS = "\u3002\u06d4\u0701\u0702\ua4f8\ua60e\U00010a50\U0001d16d"
BRACKETED_DOT = re.compile(r"\s*[\[({<]\s*(?:\.|dot)\s*[\])}>]\s*")
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
# Letters of a to z, where another script's begin: after "evil.com" a link may end there.
PLAIN_BEGINNING = re.compile(r"[a-z-]+")
DEGREES = {"b.sc", "d.sc", "m.sc"}  # .sc is a country, too

# What a name of ours would be made of, if it has no other word
OURS = """
admin administrator agent bot customer-service helpdesk help-desk helpline moderator operator
official owner postmaster root security service staff superuser support supporter sysadmin system
team webmaster
"""
AROUND = {"and", "customer", "desk", "help", "it", "of", "our", "tech", "technical", "the", "your"}
# Signs that stand for letters, on both sides of the comparison: "5upp0rt", "Adm1n", "Adrnin"
STAND_FOR = [("rn", "m"), ("vv", "w")]
SIGNS = str.maketrans("013457@$!|i", "oleastaslll")


def visitor_name(raw: str, workspace: Workspace) -> str:
    """The name that a stranger typed, in one spelling, or "" for none. Raises ValidationError."""
    name = clean_name(raw)
    if holds_web_address(name):
        raise ValidationError(
            _("A name can't hold a web address. Leave it out, or put a space after the dot."),
            code="web_address",
        )
    if passes_for_us(name, workspace):
        raise ValidationError(
            _("This name could be taken for the support team's. Type your own."), code="reserved"
        )
    return name


def holds_web_address(name: str) -> bool:
    """Whether a mail program, or a person, could take a part of the name for a web address."""
    text = _dotted(name)
    if NUMBERS.search(text) or "www." in text:
        return True
    return any(_is_host(found) for found in HOST.findall(text))


def passes_for_us(name: str, workspace: Workspace) -> bool:
    """Whether the name consists of nothing but what an agent, or the vendor, would be called."""
    words = _words(name)
    own = [_words(workspace.vendor.name), _words(workspace.name)]
    bare = "".join(words)
    if bare in _reserved() | {"".join(called) for called in own}:
        return bool(bare)
    left = reduce(_without, own, words)
    telling = [word for word in left if word not in _around()]
    is_named = bool(telling) or len(left) < len(words)
    return is_named and all(word in _reserved() for word in telling)


def _without(words: list[str], called: list[str]) -> list[str]:
    """The words but for a row of them that is the vendor's name."""
    for start in range(len(words) - len(called) + 1):
        if called and words[start : start + len(called)] == called:
            return words[:start] + words[start + len(called) :]
    return words


def _words(text: str) -> list[str]:
    """The words of a text as they look: without accents, case, and signs that stand for letters."""
    plain = unicodedata.normalize("NFKD", skeleton(_seen(text)))
    plain = "".join(c for c in plain if unicodedata.category(c) != "Mn").translate(SIGNS)
    for signs, letter in STAND_FOR:
        plain = plain.replace(signs, letter)
    return re.findall(r"[^\W_]+", plain)


@cache
def _reserved() -> frozenset[str]:
    return frozenset("".join(_words(word)) for word in OURS.split())


@cache
def _around() -> frozenset[str]:
    return frozenset("".join(_words(word)) for word in AROUND)


def _dotted(name: str) -> str:
    """The name in lower case, with every kind of dot as the plain one."""
    text = unicodedata.normalize("NFKC", _seen(name)).casefold()
    for dot in DOTS:
        text = text.replace(dot, ".")
    return BRACKETED_DOT.sub(".", text)


def _seen(name: str) -> str:
    """The name without letters that nobody sees, between which a word would hide."""
    unseen = BLANK | {"\u034f"}
    return "".join(
        c
        for c in name
        if unicodedata.category(c) != "Cf" and c not in unseen and not "\ufe00" <= c <= "\ufe0f"
    )


def _is_host(text: str) -> bool:
    labels = text.split(".")
    ends = (label for label in labels[1:] for label in _readings(label))
    return text not in DEGREES and any(map(_is_top_level, ends))


def _readings(label: str) -> set[str]:
    """What the end of a host may be read as: the label, what it looks like, and its plain part."""
    readings = {label, skeleton(label)}
    plain = PLAIN_BEGINNING.match(label)
    if plain and not unicodedata.name(label[plain.end() :][:1] or "A", "").startswith(
        ("LATIN", "DIGIT", "LOW LINE")
    ):
        readings.add(plain[0])
    return readings


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def _is_top_level(label: str) -> bool:
    """Whether names end so: on the internet, or in what is set aside beside it."""
    if label in RESERVED_TOP_LEVELS:
        return True
    try:
        ascii_label = idna.encode(label, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        return False
    return _suffixes().publicsuffix(f"a.{ascii_label}") is not None
