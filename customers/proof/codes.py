"""The six digits of a link's mail, typed where the link was asked for instead of following it."""

import re
import secrets
from collections.abc import Collection
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from customers.models import LinkRequest, MagicLink, Person, Workspace
from customers.models.magic_link import MOST_CODE_TRIES

DIGITS = 6
CODE = re.compile(rf"[0-9]{{{DIGITS}}}")
LONGEST_TYPED = 40  # characters that are looked at; six digits with spaces around each have fewer
# What people type between digits or copy with them: spaces and dashes of every width.
BETWEEN = " \t\r\n\u00a0\u2007\u2009\u202f\u3000-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"
AS_TYPED = {ord(character): None for character in BETWEEN} | {
    ord("\uff10") + digit: str(digit) for digit in range(10)
}


def mint_code(form: UUID) -> tuple[str, bytes]:
    """A new code for the mail of the link that ``form`` asked for, and the hash to store."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    return code, _hashed(form, code)


def shown(code: str) -> str:
    """A code as it is easily read and typed: ``123 456``."""
    return f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"


def read_code(typed: str) -> str | None:
    """The six digits that somebody typed, however spaced or wide; None for anything else."""
    if len(typed) > LONGEST_TYPED:
        return None
    code = typed.translate(AS_TYPED)
    return code if CODE.fullmatch(code) else None


@transaction.atomic
def redeem_by_code(
    workspace: Workspace, form: UUID, code: str, before: Collection[UUID] = ()
) -> MagicLink | None:
    """Spend the link that ``form`` asked for by its code; the mailbox is proven with it.

    Not every form that is sent has a mail follow (see limits), and whoever sent it can't know. So
    the code of a form ``before`` it counts as well, if that had asked for the same address: of all
    that a person asked for, one link at most is unspent.

    Exactly one caller gets the link, be it by code or by link. None for every refusal: whoever asks
    must not learn which. A guess costs one of the link's MOST_CODE_TRIES, what can't be a code
    none.
    """
    digits = read_code(code)
    if digits is None:
        return None
    forms = [form, *_of_one_address(workspace, form, before)]
    asked = MagicLink.objects.open_by_code().filter(workspace=workspace, form__in=forms)
    # The try is spent before anything is compared, so guesses at once are no more than in a row.
    if not asked.filter(code_tries__lt=MOST_CODE_TRIES).update(code_tries=F("code_tries") + 1):
        return None
    right = reduce(or_, (Q(form=one, code_hash=_hashed(one, digits)) for one in forms))
    if not asked.filter(right).update(redeemed_at=Now()):
        return None
    redeemed = MagicLink.objects.exclude(redeemed_at=None).filter(right)
    link = redeemed.select_related("person__workspace__vendor").latest("redeemed_at")
    Person.objects.filter(pk=link.person_id).prove(link.name)
    return link


def _of_one_address(workspace: Workspace, form: UUID, before: Collection[UUID]) -> list[UUID]:
    """Those of the forms ``before`` that asked for the same address as ``form``."""
    if not before:
        return []
    asked = LinkRequest.objects.filter(workspace=workspace)
    same = asked.filter(form__in=before, address__in=asked.filter(form=form).values("address"))
    return list(same.values_list("form", flat=True))


def _hashed(form: UUID, code: str) -> bytes:
    """Keyed, for a million codes are soon tried, and of one link alone.

    The form's UUID is no part of the key's secrecy: it keeps equal codes from having equal hashes.
    """
    return salted_hmac(f"unknown-user.code.{form}", code, algorithm="sha256").digest()
