"""Makes what was typed a canonical email address, or refuses it."""

import re
import unicodedata
from email.utils import parseaddr
from urllib.parse import urlsplit

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.routing.listed_names import RESERVED_TOP_LEVELS
from customers.routing.mail_domains import canonical_name, is_technical

# RFC 5321 section 4.5.3.1: a path has 256 octets with its brackets, a local part 64.
LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
# RFC 5322's dot-atom without % and !, which old mailers take for relaying.
LOCAL_PART = re.compile(r"[a-z0-9#$&'*+/=?^_`{|}~-]+(\.[a-z0-9#$&'*+/=?^_`{|}~-]+)*")
# Categories of Unicode that nobody means to type: control, format, surrogate, private, separators.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"}
# A name that mail to strangers is tried out with (RFC 2606); everything else reserved is refused.
RESERVED_BUT_TYPABLE = {"example"}


def canonical_address(raw: str) -> str:
    """The one spelling of an address that is looked up, stored and mailed.

    Raises ValidationError, with words for the person who typed it.
    """
    text = raw.strip(" \t\r\n")
    if not text:
        raise ValidationError(_("Type your email address."), code="empty")
    if len(text) > 2 * LONGEST_ADDRESS or any(unicodedata.category(c) in UNSEEN for c in text):
        raise _invalid()
    mailbox, at, domain = text.rpartition("@")
    if not at or "@" in mailbox:
        raise _invalid()
    address = f"{_canonical_mailbox(mailbox)}@{_canonical_domain(domain)}"
    if len(address) > LONGEST_ADDRESS:
        raise _invalid()
    return address


def reachable_address(raw: str) -> str:
    """The canonical address, if mail may be sent there for a stranger: not to ourselves.

    Raises ValidationError, with words for the person who typed it.
    """
    address = canonical_address(raw)
    if is_own_address(address):
        raise ValidationError(
            _("This is an address of ours. Type your own, where you read your mail."), code="own"
        )
    return address


def is_own_address(address: str) -> bool:
    """Whether this installation itself gets what is mailed to a canonical address.

    At the host of PUBLIC_URL and below it that is all; at the domain of EMAIL_FROM, where agents
    have addresses of their own, its mailbox and those that machines answer.
    """
    _mailbox, _at, domain = address.rpartition("@")
    host = _canonical_host(urlsplit(settings.PUBLIC_URL).hostname or "")
    if f".{domain}".endswith(f".{host}"):
        return True
    sender, _at, home = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower().rpartition("@")
    ours = mailbox_of(f"{sender}@{_canonical_host(home)}")
    return mailbox_of(address) == ours or (
        domain == _canonical_host(home) and (is_technical(address) or _takes_replies(address))
    )


def _takes_replies(address: str) -> bool:
    return address.partition("@")[0].partition("+")[0] == "reply"


def _canonical_host(host: str) -> str:
    try:
        return canonical_name(host)
    except ValueError:
        return host


def _canonical_mailbox(mailbox: str) -> str:
    if not mailbox.isascii():
        raise ValidationError(
            _("Addresses with letters outside a to z before the @ are not supported yet."),
            code="international",
        )
    mailbox = mailbox.lower()
    if len(mailbox) > LONGEST_LOCAL_PART or not LOCAL_PART.fullmatch(mailbox) or "=?" in mailbox:
        raise _invalid()
    return mailbox


def _canonical_domain(domain: str) -> str:
    if domain.endswith(".") or any(map(_vanishes, domain)):
        raise _invalid()
    try:
        name = canonical_name(domain)
    except ValueError:
        raise _invalid() from None
    if name.rpartition(".")[2] in RESERVED_TOP_LEVELS - RESERVED_BUT_TYPABLE:
        raise _invalid()
    return name


def _vanishes(character: str) -> bool:
    """Whether a domain name would be the same without it (UTS 46 calls such characters ignored)."""
    try:
        return not character.isascii() and not idna.uts46_remap(character)
    except idna.IDNAError:
        return False  # it is no part of any name


def _invalid() -> ValidationError:
    return ValidationError(
        _("Enter a valid email address, for example ana@acme.com."), code="invalid"
    )


def mailbox_of(address: str) -> str:
    """The mailbox that a canonical address reaches: plus-tag off, Gmail's dots off too.

    What the limits count, so that one mailbox can't be flooded under many spellings.
    """
    mailbox, _at, domain = address.rpartition("@")
    mailbox = mailbox.split("+")[0] or mailbox
    if domain in {"gmail.com", "googlemail.com"}:
        return f"{mailbox.replace('.', '')}@gmail.com"
    return f"{mailbox}@{domain}"


def masked(address: str) -> str:
    """An address as its owner recognises it and a stranger can't read it: ``a•••@acme.com``."""
    mailbox, _at, domain = address.rpartition("@")
    return f"{mailbox[0]}•••@{domain}"
