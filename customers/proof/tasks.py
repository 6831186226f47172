"""What the worker does for proof. Jobs carry ids, never tokens or texts."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from customers.models import MagicLink, MailState
from customers.proof import codes, link_tokens, links
from customers.proof.answering import answer
from customers.proof.mailing import compose, deliver, give_up

# Tried again after 3, 9, 27, 81 … seconds: eight times within three hours.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(retry=RETRY, queue="mail")
@transaction.atomic
def answer_request(request_id: int) -> None:
    """Makes the link that was asked for, where a mail is due, and has it sent."""
    link = answer(request_id)
    if link is not None:
        send_link.defer(link_id=link.pk)


@app.task(retry=RETRY, pass_context=True, queue="mail")
def send_link(context: JobContext, link_id: int) -> None:
    """Mints the link's token and code and mails them; nothing for one that is spent or sent."""
    link = MagicLink.objects.select_related("mail", "workspace__vendor").filter(pk=link_id).first()
    if link is None or link.mail.state in {MailState.SENT, MailState.FAILED}:
        return
    minted = links.mint(link)
    if minted is None:
        give_up(link.mail)
        return
    vendor = link.workspace.vendor.name
    words = {
        "vendor": vendor,
        "url": link_tokens.link_url(minted.token),
        "link_minutes": settings.LINK_LIFETIME // 60,
        "code": codes.shown(minted.code),
        "code_minutes": settings.CODE_LIFETIME // 60,
    }
    message = compose(
        link.mail,
        vendor,
        _("Your link to %(vendor)s's support team") % {"vendor": vendor},
        render_to_string("customers/proof/link_mail.txt", words),
        render_to_string("customers/proof/link_mail.html", words),
    )
    try:
        deliver(link.mail, message)
    except Exception:
        if context.job.attempts >= (RETRY.max_attempts or 0):
            give_up(link.mail)
        raise
    link.mail.refresh_from_db()
    if link.mail.state == MailState.FAILED:
        links.void(link)
