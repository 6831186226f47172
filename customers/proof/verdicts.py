"""What a mail server's answer means: taken, later, never; and of whom a "never" speaks."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum

from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress, AnymailRecipientsRefused

from customers.proof.names import shown_part
from customers.proof.smtp import HandedOver

# The SMTP reply that a permanent failure begins with: 5yz (RFC 5321 section 4.2.1).
PERMANENT_REPLY = 500
NOT_SIGNED_IN = {530, 535}  # RFC 4954: what a changed password mends
# RFC 3463's class of security and policy: relaying denied, a block list. It speaks of the sender.
POLICY = re.compile(rb"\s*5\.7\.\d")
# Of a provider's refusals those that pass: keys (401, 403), paths (404), time and pace.
PASSING_STATUS = {401, 403, 404, 407, 408, 425, 429}
LONGEST_WORDS = 200  # characters that are kept of what a server said
# What opens a door: a link, or six digits.
LINK = re.compile(r"\S*(?:://|/link/|/not-me/|/invitation/|/reset/key/)\S*")
CODE = re.compile(r"\b\d{3} ?\d{3}\b")
# The most of a token that a line of a quoted mail has room for, once a link is broken in two.
TOKEN = re.compile(r"[\w.-]{40,}=?")


class Outcome(Enum):
    """What became of one attempt, or of the mail once there are no more."""

    TAKEN = "taken"
    LATER = "later"
    UNSURE = "unsure"  # handed over whole, and no word whether it was taken
    FAILED = "failed"  # for good, and for a reason of ours
    UNDELIVERABLE = "undeliverable"  # for good, and it is the address that is no use


@dataclass(frozen=True)
class Verdict:
    """How an attempt ended, what the server said, and what a provider calls the mail."""

    outcome: Outcome
    words: str = ""
    provider_id: str = ""


def judge(error: Exception) -> Verdict:
    """What an attempt that ended in ``error`` means."""
    return Verdict(_outcome(error), safe_words(_words(error)))


def safe_words(text: str) -> str:
    """What a server said, in a line for agents. Servers quote mails: links and codes go."""
    without_links = TOKEN.sub("[token]", LINK.sub("[link]", shown_part(text)))
    return CODE.sub("[code]", without_links)[:LONGEST_WORDS]


def _outcome(error: Exception) -> Outcome:
    match error:
        case HandedOver():
            return Outcome.UNSURE
        case smtplib.SMTPRecipientsRefused():
            return _of_recipient(*next(iter(error.recipients.values())))
        case smtplib.SMTPDataError():
            return _never(error.smtp_code, Outcome.UNDELIVERABLE)
        case smtplib.SMTPSenderRefused():
            return _never(error.smtp_code, Outcome.FAILED)
        case AnymailRecipientsRefused():
            return Outcome.UNDELIVERABLE
        case AnymailAPIError():
            return _of_provider(error.status_code)
        case AnymailInvalidAddress():
            return Outcome.FAILED
        case OSError():  # nobody there; or a certificate that is no use, which is a ValueError too
            return Outcome.LATER
        case ValueError():
            return Outcome.FAILED
    return Outcome.LATER


def _of_recipient(code: int, words: bytes) -> Outcome:
    is_about_us = POLICY.match(words) is not None
    return _never(code, Outcome.FAILED if is_about_us else Outcome.UNDELIVERABLE)


def _never(code: int, refused: Outcome) -> Outcome:
    if code < PERMANENT_REPLY or code in NOT_SIGNED_IN:
        return Outcome.LATER
    return refused


def _of_provider(status: int | None) -> Outcome:
    is_refused = status is not None and 400 <= status < PERMANENT_REPLY
    return Outcome.FAILED if is_refused and status not in PASSING_STATUS else Outcome.LATER


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return f"{code} {_text(words)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
