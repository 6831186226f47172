"""The life of a magic link once it is asked for: minted by the worker, redeemed once."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from customers.models import MagicLink, Person
from customers.models.magic_link import MagicLinkQuerySet
from customers.proof import codes, link_tokens


class Standing(StrEnum):
    """What a link is good for."""

    REDEEMABLE = "redeemable"
    USED = "used"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    STOPPED = "stopped"
    BROKEN = "broken"


@dataclass(frozen=True)
class Minted:
    """The two ways in that one mail carries. They exist nowhere else."""

    token: str = field(repr=False)
    code: str = field(repr=False)


def mint(link: MagicLink) -> Minted | None:
    """Token and code of a link that is about to be mailed, living LINK_LIFETIME and CODE_LIFETIME.

    An earlier attempt's open nothing any more; tries at its code stay spent. Returns None if the
    link is spent already.
    """
    token, token_hash = link_tokens.mint(link.workspace.widget_id)
    code, code_hash = codes.mint_code(link.form)
    minted = (
        MagicLink.objects.filter(pk=link.pk)
        .unspent()
        .update(
            token_hash=token_hash,
            expires_at=Now() + timedelta(seconds=settings.LINK_LIFETIME),
            code_hash=code_hash,
            code_expires_at=Now() + timedelta(seconds=settings.CODE_LIFETIME),
        )
    )
    return Minted(token, code) if minted else None


def void(link: MagicLink) -> None:
    """Have link and code open nothing: the mail was refused, by somebody who has read it."""
    MagicLink.objects.filter(pk=link.pk).unspent().update(
        token_hash=None, code_hash=None, superseded_at=Now()
    )


def stop(found: MagicLinkQuerySet) -> None:
    """Have what is unspent of these links, and their codes, open nothing any more."""
    found.unspent().update(code_hash=None, superseded_at=Now())


def find_link(token: str) -> MagicLink | None:
    """The link that a token names, spent or not; None for a broken or foreign token."""
    secret_hash = link_tokens.read(token).secret_hash
    if secret_hash is None:
        return None
    return (
        MagicLink.objects.select_related("person__workspace__vendor")
        .filter(token_hash=secret_hash)
        .first()
    )


def standing(link: MagicLink | None) -> Standing:
    """What the link is good for, by the database's clock. Reads, and changes nothing."""
    if link is None:
        return Standing.BROKEN
    if link.redeemed_at:
        return Standing.USED
    if link.superseded_at:
        is_newest = not MagicLink.objects.filter(person=link.person_id, pk__gt=link.pk).exists()
        return Standing.STOPPED if is_newest else Standing.SUPERSEDED
    redeemable = MagicLink.objects.redeemable().filter(pk=link.pk).exists()
    return Standing.REDEEMABLE if redeemable else Standing.EXPIRED


@transaction.atomic
def redeem(link: MagicLink) -> bool:
    """Spend the link: true for exactly one caller. The mailbox is proven with it."""
    won = MagicLink.objects.redeemable().filter(pk=link.pk).update(redeemed_at=Now()) == 1
    if won:
        Person.objects.filter(pk=link.person_id).prove(link.name)
    return won
