"""What a mail domain is, and which names say nothing about whom somebody works for."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cache

import idna
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
    """Whether the domain of a canonical address may ever say where it belongs.

    Of a domain that is open to everybody (see is_open_to_all) only a claim does that an owner
    stands up for.
    """
    domain = address.rpartition("@")[2]
    return not (is_technical(address) or is_public_suffix(domain) or is_reserved(domain))


def is_technical(address: str) -> bool:
    """Whether machines answer at a canonical address, or whoever has a duty just then."""
    return address.partition("@")[0].split("+")[0] in listed_names.TECHNICAL_MAILBOXES


def is_open_to_all(name: str) -> bool:
    """Whether anybody can have a mailbox there, for good or for an hour."""
    return is_free_mail(name) or is_disposable(name)


def is_free_mail(name: str) -> bool:
    """Whether anybody can have a mailbox there, or below a name where anybody can."""
    return _is_below(name, listed_names.FREE_MAIL) or _is_of_a_free_brand(name)


def is_disposable(name: str) -> bool:
    """Whether mailboxes there, or below the name where they are, are made to be thrown away."""
    return _is_below(name, listed_names.DISPOSABLE)


def is_public_suffix(name: str) -> bool:
    """Whether anybody registers names right below (publicsuffix.org, its private section too)."""
    return name in listed_names.SUFFIXES or _suffixes().is_public(name)


def is_reserved(name: str) -> bool:
    """Whether the name is set aside for other uses than mail on the public internet."""
    top_level = name.rpartition(".")[2]
    return top_level in listed_names.RESERVED_TOP_LEVELS or _is_below(
        name, listed_names.RESERVED_NAMES
    )


def _is_below(name: str, listed: Set[str]) -> bool:
    """Whether a name or one above it is listed; a suffix counts for itself alone."""
    return any(
        above in listed and (above == name or not is_public_suffix(above))
        for above in ancestors(name)
    )


def _is_of_a_free_brand(name: str) -> bool:
    registered = _suffixes().privatesuffix(name) or ""
    return registered.partition(".")[0] in listed_names.FREE_MAIL_BRANDS


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
