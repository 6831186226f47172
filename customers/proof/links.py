"""The life of a magic link once it is asked for: minted by the worker, redeemed once."""

from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from customers.models import MagicLink, Person
from customers.proof import link_tokens


class Standing(StrEnum):
    """What a link is good for."""

    REDEEMABLE = "redeemable"
    USED = "used"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    BROKEN = "broken"


def mint_token(link: MagicLink) -> str | None:
    """A fresh token for a link that is about to be mailed, living LINK_LIFETIME from now.

    An earlier attempt's token opens nothing any more. Returns None if the link is spent already.
    """
    token, token_hash = link_tokens.mint(link.workspace.widget_id)
    lifetime = timedelta(seconds=settings.LINK_LIFETIME)
    minted = (
        MagicLink.objects.filter(pk=link.pk)
        .unspent()
        .update(token_hash=token_hash, expires_at=Now() + lifetime)
    )
    return token if minted else None


def void(link: MagicLink) -> None:
    """Have a link open nothing: its mail was refused, and whoever refused it has read it."""
    MagicLink.objects.filter(pk=link.pk).unspent().update(token_hash=None, superseded_at=Now())


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
        return Standing.SUPERSEDED
    redeemable = MagicLink.objects.redeemable().filter(pk=link.pk).exists()
    return Standing.REDEEMABLE if redeemable else Standing.EXPIRED


@transaction.atomic
def redeem(link: MagicLink) -> bool:
    """Spend the link: true for exactly one caller. The mailbox is proven with it."""
    won = MagicLink.objects.redeemable().filter(pk=link.pk).update(redeemed_at=Now()) == 1
    if won:
        Person.objects.filter(pk=link.person_id).prove()
    return won
