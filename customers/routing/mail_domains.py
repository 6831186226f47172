"""What a mail domain is: which names may be associated with a customer, and which match nothing."""

import re
from dataclasses import dataclass
from functools import cache

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from publicsuffixlist import PublicSuffixList

from customers.routing import listed_names

# RFC 1035 section 2.3.4: 63 octets a label, 255 in all, which is 253 characters in text.
LONGEST_NAME = 253
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# Letters alone, or an international one (RFC 3696 section 2): what ends in a number, be it 0x1, is
# an IP address to many a resolver.
TOP_LEVEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+")


@dataclass(frozen=True)
class MailDomain:
    """A domain in canonical form: lower-case, ASCII, no trailing dot."""

    name: str
    with_subdomains: bool = False


def mail_domain(raw: str) -> MailDomain:
    """The domain that somebody typed for a customer, ``*.`` in front meaning its subdomains too.

    Raises ValidationError, with what to do, for anything that is no domain or would let
    strangers in: a URL, an address, a public suffix, a free-mail provider, a reserved name.
    """
    text = raw.strip().lower()
    with_subdomains = text.startswith("*.")
    name = _spelled(text.removeprefix("*."))
    if is_public_suffix(name):
        raise _refusal(
            "public_suffix",
            _("Anybody can register a name below %(name)s. Add a company's own domain."),
            name,
        )
    if is_free_mail(name):
        raise _refusal(
            "free_mail",
            _("%(name)s gives mailboxes to everybody, so it says nothing about a customer."),
            name,
        )
    if is_reserved(name):
        raise _refusal("reserved", _("%(name)s is a reserved name; no mail comes from it."), name)
    return MailDomain(name, with_subdomains)


def _spelled(text: str) -> str:
    """A typed name in its canonical spelling; raises ValidationError, with a suggestion if any."""
    if not text:
        raise ValidationError(_("Type a domain, for example acme.com."), code="empty")
    if "/" in text:
        host = text.split("://")[-1].split("/")[0].rpartition("@")[2].split(":")[0]
        raise _suggestion("url", _("That is a web address. Did you mean %(name)s?"), host, text)
    if "@" in text:
        host = text.rpartition("@")[2]
        raise _suggestion(
            "address", _("That is an email address. Did you mean %(name)s?"), host, text
        )
    if re.fullmatch(r"[^:]+:\d+", text):
        host = text.split(":")[0]
        raise _suggestion("port", _("Leave out the port. Did you mean %(name)s?"), host, text)
    try:
        return canonical_name(text)
    except ValueError:
        raise _no_domain(text) from None


def _suggestion(code: str, message: str, meant: str, text: str) -> ValidationError:
    """A refusal that names the domain that was probably meant, if that is one."""
    try:
        return _refusal(code, message, canonical_name(meant))
    except ValueError:
        return _no_domain(text)


def _no_domain(text: str) -> ValidationError:
    message = _("“%(name)s” is not a domain. Type one like acme.com.")
    return _refusal("not_a_domain", message, text[:80])


def _refusal(code: str, message: str, name: str) -> ValidationError:
    return ValidationError(message, code=code, params={"name": name})


def canonical_name(text: str) -> str:
    """A domain name in lower-case ASCII (IDNA 2008 with UTS 46's mapping, non-transitional).

    Raises ValueError for anything that is no name of at least two labels, or is an IP address.
    """
    try:
        name = idna.encode(text, uts46=True, std3_rules=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError(str(error)) from None
    labels = name.split(".")
    if len(name) > LONGEST_NAME or len(labels) < 2 or not TOP_LEVEL.fullmatch(labels[-1]):
        raise ValueError("not a domain name")
    if not all(LABEL.fullmatch(label) for label in labels):
        raise ValueError("not a domain name")
    return name


def ancestors(name: str) -> list[str]:
    """``name`` and every name above it that somebody could own, longest first."""
    labels = name.split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - 1)]


def may_match_by_domain(address: str) -> bool:
    """Whether the domain of a canonical address may say where it belongs."""
    domain = address.rpartition("@")[2]
    return not (
        is_technical(address)
        or is_free_mail(domain)
        or is_public_suffix(domain)
        or is_reserved(domain)
    )


def is_technical(address: str) -> bool:
    """Whether machines answer at a canonical address, or whoever has a duty just then."""
    return address.partition("@")[0].split("+")[0] in listed_names.TECHNICAL_MAILBOXES


def is_free_mail(name: str) -> bool:
    """Whether anybody can have a mailbox there."""
    return name in listed_names.FREE_MAIL


def is_public_suffix(name: str) -> bool:
    """Whether anybody registers names right below (publicsuffix.org, its private section too)."""
    return _suffixes().is_public(name)


def is_reserved(name: str) -> bool:
    """Whether the name is set aside for other uses than mail on the public internet."""
    top_level = name.rpartition(".")[2]
    return top_level in listed_names.RESERVED_TOP_LEVELS or name in listed_names.RESERVED_NAMES


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=True)


def shown(name: str) -> str:
    """A domain for people's eyes: an international one in both its forms."""
    try:
        readable = idna.decode(name)
    except idna.IDNAError:
        return name
    return name if readable == name else f"{readable} ({name})"
