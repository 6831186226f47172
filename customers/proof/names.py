import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_NAME = 80  # characters, after normalisation
# Unicode's categories that have no place in a name: control, surrogate, private, unassigned,
# line and paragraph separators.
UNFIT = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(raw: str) -> str:
    """A visitor's name in one spelling (NFC), or "" for none. Raises ValidationError."""
    name = unicodedata.normalize("NFC", raw).strip(" \t")
    if len(name) > LONGEST_NAME:
        raise ValidationError(
            _("Use at most %(most)d characters."), code="too_long", params={"most": LONGEST_NAME}
        )
    if any(unicodedata.category(character) in UNFIT for character in name):
        raise ValidationError(
            _("This name has characters that can't be shown. Type it again."), code="unfit"
        )
    return name
