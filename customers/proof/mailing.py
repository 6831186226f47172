"""Sends a mail and keeps its row true: queued, sent, to be tried again, or failed for good."""

import re
import smtplib
from email.utils import formataddr
from urllib.parse import urlsplit

from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.db.models.functions import Now

from customers.models import Mail, MailState

# The SMTP reply that a permanent failure begins with: 5yz (RFC 5321 section 4.2.1).
PERMANENT_REPLY = 500
LONGEST_ERROR = 200  # characters that are kept of what a server said
# What opens a door: a link, or six digits.
LINK = re.compile(r"\S*(?:://|/link/|/invitation/|/reset/key/)\S*")
CODE = re.compile(r"\b\d{3} ?\d{3}\b")


def compose(mail: Mail, sender: str, subject: str, text: str, html: str) -> EmailMultiAlternatives:
    """A mail in the name of ``sender`` (a vendor's, never a visitor's), as text and as HTML.

    Its Message-ID is the same at every attempt. ``Auto-Submitted`` keeps vacation notices away
    (RFC 3834), and providers are asked not to rewrite the link for tracking.
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
    return message


def deliver(mail: Mail, message: EmailMultiAlternatives) -> None:
    """Hand the message to the mail server and note what became of it.

    Raises what the server raised when another attempt may succeed, so that the job is retried;
    a permanent refusal is noted and raises nothing.
    """
    try:
        message.send()
    except Exception as error:
        permanent = is_permanent(error)
        _note(mail, MailState.FAILED if permanent else MailState.RETRYING, error=_said(error))
        if not permanent:
            raise
    else:
        _note(mail, MailState.SENT, sent_at=Now(), error="")


def give_up(mail: Mail) -> None:
    """Note that there will be no further attempt."""
    Mail.objects.filter(pk=mail.pk).exclude(state=MailState.SENT).update(state=MailState.FAILED)


def is_permanent(error: Exception) -> bool:
    """Whether sending the same mail again can't succeed."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT_REPLY for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= PERMANENT_REPLY and not isinstance(
            error, smtplib.SMTPAuthenticationError
        )
    if isinstance(error, AnymailAPIError):
        return error.status_code is not None and 400 <= error.status_code < PERMANENT_REPLY
    return isinstance(error, ValueError | AnymailRecipientsRefused | AnymailInvalidAddress)


def _note(mail: Mail, state: MailState, **changes: object) -> None:
    Mail.objects.filter(pk=mail.pk).update(state=state, attempts=F("attempts") + 1, **changes)


def _said(error: Exception) -> str:
    """What went wrong, in a line for agents. Servers quote mails: links and codes are left out."""
    return CODE.sub("[code]", LINK.sub("[link]", _words(error)))[:LONGEST_ERROR]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return f"{code} {_text(words)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _own_host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
