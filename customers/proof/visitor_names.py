"""What a stranger may call themselves: nothing that leads elsewhere, nothing that passes for us.

Everything else is shown as it was typed, as text, and marked as a visitor's.
"""

import re
import unicodedata
from functools import cache

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from publicsuffixlist import PublicSuffixList

from customers.models import Workspace
from customers.proof.names import clean_name
from customers.proof.reserved_names import passes_for_us, without_marks, without_unseen
from customers.routing.listed_names import RESERVED_TOP_LEVELS
from customers.routing.lookalikes import skeleton

# Full stops of other scripts and what looks like one, which NFKC leaves as they are.
DOTS = "\u3002\u06d4\u0701\u0702\ua4f8\ua60e\U00010a50\U0001d16d\u2022\u2027\u2219\u22c5\u30fb"
# But between two l's it is a letter of Catalan: "Gal·la". Longer ends than such names have, such as
# "evil·link", are still read.
MIDDLE_DOT = re.compile(r"(?<!l)\u00b7|\u00b7(?!l\w?\b)")
BRACKETED_DOT = re.compile(r"\s*[\[({<]\s*(?:\.|dot)\s*[\])}>]\s*")
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
# Letters of a to z, where another script's begin: after "evil.com" a link may end there.
PLAIN_BEGINNING = re.compile(r"[a-z-]+")
DEGREES = {"b.sc", "d.sc", "m.sc"}  # .sc is a country, too


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
    return any(map(_leads_elsewhere, {_dotted(name), _dotted(without_marks(name))}))


def _leads_elsewhere(text: str) -> bool:
    if NUMBERS.search(text) or "www." in text:
        return True
    return any(_is_host(found) for found in HOST.findall(text))


def _dotted(name: str) -> str:
    """The name in lower case, with every kind of dot as the plain one."""
    text = unicodedata.normalize("NFKC", without_unseen(name)).casefold()
    text = MIDDLE_DOT.sub(".", text)
    for dot in DOTS:
        text = text.replace(dot, ".")
    return BRACKETED_DOT.sub(".", text)


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
