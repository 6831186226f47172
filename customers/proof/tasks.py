"""What the worker does for proof. Jobs carry ids, never tokens or texts."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from customers.models import MagicLink, SuppressionReason
from customers.proof import codes, denial_tokens, link_tokens, links
from customers.proof.answering import answer
from customers.proof.links import Minted
from customers.proof.mailing import compose, drop, hand_over, is_done, note
from customers.proof.retries import Backoff, TryAgain
from customers.proof.suppressions import suppress, suppressions_of
from customers.proof.verdicts import Outcome, Verdict


@app.task(retry=Backoff(), queue="mail")
@transaction.atomic
def answer_request(request_id: int) -> None:
    """Makes the link that was asked for, where a mail is due, and has it sent."""
    link = answer(request_id)
    if link is not None:
        send_link.defer(link_id=link.pk)


@app.task(retry=Backoff(), queue="mail")
def send_link(link_id: int) -> None:
    """Mints the link's token and code and mails them; nothing for one that is spent or sent, or
    whose address gets no more mail. Raises TryAgain where another attempt may succeed."""
    link = MagicLink.objects.select_related("mail", "workspace__vendor").filter(pk=link_id).first()
    if link is None or is_done(link.mail):
        return
    if suppressions_of(link.workspace, link.mail.to).exists():
        links.stop(MagicLink.objects.filter(pk=link.pk))
    minted = links.mint(link)
    if minted is None:
        drop(link.mail)
        return
    verdict = hand_over(lambda: _link_mail(link, minted))
    if _settle(link, verdict) is Outcome.LATER:
        raise TryAgain(verdict.words)


@transaction.atomic
def _settle(link: MagicLink, verdict: Verdict) -> Outcome:
    """Note what became of the mail, with what follows for its link and its address."""
    outcome = note(link.mail, verdict)
    if outcome in {Outcome.FAILED, Outcome.UNDELIVERABLE}:
        links.void(link)
    if outcome is Outcome.UNDELIVERABLE:
        suppress(link.workspace, link.mail.to, SuppressionReason.BOUNCED, verdict.words)
    return outcome


def _link_mail(link: MagicLink, minted: Minted) -> EmailMultiAlternatives:
    """The mail to an address that may be anybody's: no word of whoever typed it stands there."""
    vendor = link.workspace.vendor.name
    words = {
        "vendor": vendor,
        "url": link_tokens.link_url(minted.token),
        "link_minutes": settings.LINK_LIFETIME // 60,
        "code": codes.shown(minted.code),
        "code_minutes": settings.CODE_LIFETIME // 60,
        "denial_url": denial_tokens.denial_url(link.mail),
    }
    name = "invitation_mail" if link.invites else "link_mail"
    return compose(
        link.mail,
        vendor,
        _subject(link) % {"vendor": vendor},
        render_to_string(f"customers/proof/{name}.txt", words),
        render_to_string(f"customers/proof/{name}.html", words),
    )


def _subject(link: MagicLink) -> str:
    if link.invites:
        return _("You are invited to a room with %(vendor)s's support team")
    return _("Your link to %(vendor)s's support team")
