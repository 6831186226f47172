import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_NAME = 80  # characters, after normalisation
# Normalising takes time that grows with the square of the length (a mark after a mark after a
# mark), so what can't become short enough is not normalised at all: NFC shortens by 4 at most.
LONGEST_TYPED = 4 * LONGEST_NAME
# Unicode's categories that have no place in a name: control, format, surrogate, private,
# unassigned, line and paragraph separators. Format characters are invisible, turn the direction of
# writing, or carry a hidden text (tags); but two of them join letters, and emoji.
UNFIT = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
JOINERS = set("\u200c\u200d")
# Marks in a row on one letter. Greek and Tibetan have three; more of them paint over other lines.
MARKS = {"Mn", "Me"}
MOST_MARKS = 3
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

    What can't be shown goes, and what is too long is cut off.
    """
    name = shown_part(raw[:LONGEST_TYPED])[:LONGEST_NAME].strip()
    return name if is_shown(name) else ""


def shown_part(text: str) -> str:
    """What of a text can be shown, in one line: what is invisible goes, and marks beyond
    MOST_MARKS; controls and what is no character become spaces."""
    seen = "".join(map(_shown_part, text))
    return unicodedata.normalize("NFC", _without_tall_marks(" ".join(seen.split())))


def is_shown(text: str) -> bool:
    """Whether there is something to see in a text, and nothing that can't be shown."""
    is_fit = not any(map(_is_unfit, text)) and _without_tall_marks(text) == text
    return is_fit and any(map(_is_seen, text))


def _shown_part(character: str) -> str:
    if not _is_unfit(character):
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


def _without_tall_marks(text: str) -> str:
    kept, row = [], 0
    for character in text:
        if character not in JOINERS:
            row = row + 1 if unicodedata.category(character) in MARKS else 0
        if row <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _is_unfit(character: str) -> bool:
    return unicodedata.category(character) in UNFIT and character not in JOINERS


def _is_seen(character: str) -> bool:
    is_mark = unicodedata.category(character) in {"Cf", "Mn", "Me", "Zs"}
    return not is_mark and character not in BLANK
