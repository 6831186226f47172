"""Sends a mail and keeps its row true: queued, sent, to be tried again, or failed for good."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from customers.models import Mail, MailState
from customers.proof.names import shown_part
from customers.proof.verdicts import Outcome, Verdict, judge

PATIENCE = timedelta(hours=24)  # how long a mail is tried for
MOST_COPIES = 2  # that may have arrived before one is confirmed
LONGEST_PROVIDER_ID: int = Mail._meta.get_field("provider_id").max_length or 0
DONE = {MailState.SENT, MailState.FAILED, MailState.DROPPED}


def compose(mail: Mail, sender: str, subject: str, text: str, html: str) -> EmailMultiAlternatives:
    """A mail in the name of ``sender`` (a vendor's, never a visitor's), as text and as HTML.

    Its Message-ID is the same at every attempt. ``Auto-Submitted`` keeps vacation notices away
    (RFC 3834), and providers are asked not to rewrite the link for tracking. What a provider later
    tells of the mail, it tells of ``metadata["mail"]``.
    """
    message = EmailMultiAlternatives(
        subject,
        text,
        formataddr((sender, settings.DEFAULT_FROM_EMAIL)),
        [mail.to],
        headers={
            "Message-ID": f"<{mail.message_id}@{_own_host()}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(html, "text/html")
    message.track_clicks = message.track_opens = False  # type: ignore[attr-defined]
    message.metadata = {"mail": mail.message_id}  # type: ignore[attr-defined]
    return message


def provider_id(named: object) -> str:
    """What a provider calls a mail, as it is kept; "" where it has no name for it."""
    return shown_part(str(named or ""))[:LONGEST_PROVIDER_ID]


def is_done(mail: Mail) -> bool:
    """Whether a job for this mail has nothing left to do."""
    return mail.state in DONE


def hand_over(make: Callable[[], EmailMultiAlternatives]) -> Verdict:
    """Make the message and hand it to the mail server, which may take its time: no connection to
    the database is held meanwhile. Raises nothing; note() says what the verdict leads to."""
    try:
        message = make()
        if not connection.in_atomic_block:
            connection.close()
        message.send()
    except Exception as error:
        return judge(error)
    named = getattr(getattr(message, "anymail_status", None), "message_id", None)
    return Verdict(Outcome.TAKEN, provider_id=provider_id(named))


def note(mail: Mail, verdict: Verdict) -> Outcome:
    """Note an attempt on the mail's row. Returns what it leads to: LATER only where there will be
    another attempt, which a mail that may have arrived gets once, and none after PATIENCE."""
    outcome = verdict.outcome
    if outcome is Outcome.TAKEN:
        sent = {"state": MailState.SENT, "sent_at": Now(), "provider_id": verdict.provider_id}
        _update(mail, **sent, **_attempt(verdict))
        return outcome
    if outcome is Outcome.UNSURE:
        _update(mail, unconfirmed=F("unconfirmed") + 1, error=verdict.words)
    open_for_more = Mail.objects.filter(
        pk=mail.pk, created_at__gt=Now() - PATIENCE, unconfirmed__lt=MOST_COPIES
    )
    is_passing = outcome in {Outcome.LATER, Outcome.UNSURE}
    if is_passing and open_for_more.update(state=MailState.RETRYING, **_attempt(verdict)):
        return Outcome.LATER
    _update(mail, state=MailState.FAILED, **_attempt(verdict))
    return Outcome.FAILED if outcome is Outcome.LATER else outcome


def drop(mail: Mail) -> None:
    """Note that the mail is not wanted any more, unless something else is known of it."""
    Mail.objects.filter(pk=mail.pk).exclude(state__in=DONE).update(state=MailState.DROPPED)


def _update(mail: Mail, **changes: object) -> None:
    Mail.objects.filter(pk=mail.pk).update(**changes)


def _attempt(verdict: Verdict) -> dict[str, object]:
    return {"attempts": F("attempts") + 1, "error": verdict.words}


def _own_host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
