import unicodedata
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_NAME = 80  # characters, after normalisation
# Normalising takes time that grows with the square of the length (a mark after a mark after a
# mark), so what can't become short enough is not normalised at all: NFC shortens by 4 at most.
LONGEST_TYPED = 4 * LONGEST_NAME
# Unicode's categories that have no place in a name: control, surrogate, private, unassigned,
# line and paragraph separators. Of the invisible ones (Cf), joiners are part of some scripts and
# of emoji; those that turn the direction of writing could dress one name up as another.
UNFIT = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Letters of no width and no ink.
BLANK = set("\u115f\u1160\u2800\u3164\uffa0")


def clean_name(raw: str) -> str:
    """A name in one spelling (NFC), or "" for none. Raises ValidationError."""
    is_short = len(raw) <= LONGEST_TYPED
    name = unicodedata.normalize("NFC", raw).strip(" \t") if is_short else raw
    if len(name) > LONGEST_NAME:
        raise ValidationError(
            _("Use at most %(most)d characters."), code="too_long", params={"most": LONGEST_NAME}
        )
    if name and not is_shown(name):
        raise ValidationError(
            _("This name has characters that can't be shown. Type it again."), code="unfit"
        )
    return name


def fit_name(raw: str) -> str:
    """The nearest name to a text of somebody who isn't there to be asked; "" where none is left.

    What can't be shown becomes a space, and what is too long is cut off.
    """
    seen = "".join(" " if _is_unfit(c) else c for c in raw[:LONGEST_TYPED])
    name = unicodedata.normalize("NFC", " ".join(seen.split()))[:LONGEST_NAME].strip()
    return name if is_shown(name) else ""


def is_shown(text: str, unfit: Collection[str] = frozenset(UNFIT)) -> bool:
    """Whether there is something to see in a text, and nothing of the ``unfit`` categories."""
    return any(map(_is_seen, text)) and not any(_is_unfit(c, unfit) for c in text)


def _is_unfit(character: str, categories: Collection[str] = frozenset(UNFIT)) -> bool:
    return unicodedata.category(character) in categories or character in TURNING


def _is_seen(character: str) -> bool:
    is_mark = unicodedata.category(character) in {"Cf", "Mn", "Me", "Zs"}
    return not is_mark and character not in BLANK
