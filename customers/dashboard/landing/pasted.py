"""The addresses of a text, as people paste them from mails, lists and tables."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ADDRESSES = 1000
# Between commas, semicolons and ends of lines; a comma in a quoted name parts nothing.
PART = re.compile(r'(?:"[^"\r\n]*"(?=\s*<)|[^\r\n,;])+')
NAMED = re.compile(r"[^<>]*<([^<>]*)>\s*")  # Bob <bob@birch.io>
MAILTO = re.compile(r"mailto:([^?]*).*", re.IGNORECASE)
AROUND = " \t\"'`“”„‘’‚«»<>()[]{}"  # noqa: RUF001


def addresses_in(text: str) -> list[str]:
    """The addresses of a text, one a line or between commas and semicolons.

    Raises ValidationError for more than MOST_ADDRESSES, and for none.
    """
    typed = [part for part in map(str.strip, PART.findall(text)) if part]
    if not typed:
        raise ValidationError(_("Type an address, or paste many."), code="empty")
    if len(typed) > MOST_ADDRESSES:
        raise ValidationError(
            _("These are %(number)d addresses; at most %(most)d fit. Take some out."),
            code="too_many",
            params={"number": len(typed), "most": MOST_ADDRESSES},
        )
    return typed


def bare(typed: str) -> str:
    """An address without a name before it, what a link has, and quotes or brackets around it."""
    named = NAMED.fullmatch(typed)
    address = (named[1] if named else typed).strip(AROUND)
    linked = MAILTO.fullmatch(address)
    return linked[1].strip(AROUND) if linked else address
