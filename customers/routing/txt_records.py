"""Looks a domain's proof up in the DNS. Reads nothing else, and writes nowhere."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import dns.exception
import dns.name
import dns.resolver
from django.conf import settings
from dns.nameserver import Do53Nameserver

from customers.models import Domain, Finding

LABEL = "_unknown-user"
PREFIX = "unknown-user="
TIMEOUT = 5.0  # seconds, for both names of one domain
AT_ONCE = 10  # domains that are looked up at the same time


def record_name(domain: str) -> str:
    """Where the record is looked for first; the bare domain will do as well."""
    return f"{LABEL}.{domain}"


def record_value(token: str) -> str:
    """What the record has to say."""
    return f"{PREFIX}{token}"


def look_up_all(domains: Iterable[Domain]) -> list[Finding]:
    """What is found of each of these domains, in their order."""
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return list(pool.map(look_up, domains))


def look_up(domain: Domain) -> Finding:
    """Whether the domain's owner has published its token. Takes up to TIMEOUT; raises nothing.

    FAILED stands for every answer that says neither yes nor no: silence, a server's failure.
    """
    deadline = time.monotonic() + TIMEOUT
    said: list[str] = []
    failed = False
    for name in (record_name(domain.name), domain.name):
        try:
            said += _texts(name, deadline - time.monotonic())
        except dns.exception.DNSException:
            failed = True
        if record_value(domain.proof_token) in said:
            return Finding.FOUND
    if failed:
        return Finding.FAILED
    return Finding.OTHER if any(text.startswith(PREFIX) for text in said) else Finding.MISSING


def _texts(name: str, seconds: float) -> list[str]:
    """The TXT records of a name, each in one piece; none where the name does not exist."""
    if seconds <= 0:
        raise dns.exception.Timeout
    try:
        asked = dns.name.from_text(name)
    except dns.name.NameTooLong:
        return []  # so nothing can be published there
    try:
        answer = _resolver().resolve(
            asked, "TXT", lifetime=seconds, search=False, raise_on_no_answer=False
        )
    except dns.resolver.NXDOMAIN:
        return []
    return [_text(record.strings) for record in answer]


def _text(strings: Iterable[bytes]) -> str:
    """One record's text. Some consoles keep the quotation marks that were pasted into them."""
    return b"".join(strings).decode("ascii", "replace").strip().strip('"')


def _resolver() -> dns.resolver.Resolver:
    """The servers of DNS_RESOLVER, else the system's. Raises DNSException where it has none."""
    resolver = dns.resolver.Resolver(configure=not settings.DNS_RESOLVER)
    if settings.DNS_RESOLVER:
        resolver.nameservers = [Do53Nameserver(host, port) for host, port in settings.DNS_RESOLVER]
    return resolver
