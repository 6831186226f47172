"""Whether a listed origin covers a page's, as browsers match ``frame-ancestors``."""

from collections.abc import Iterable
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def covers(pattern: str, origin: str) -> bool:
    """Whether a listed origin covers a page's (CSP Level 3, sections 6.7.2.6 to 6.7.2.11).

    http covers https too, and a wildcard covers subdomains at any depth but not the name itself.
    From http to https Chromium follows only at the usual port, so no other counts here.
    """
    allowed, page = urlsplit(pattern), urlsplit(origin)
    return (
        covers_scheme(allowed.scheme, page.scheme)
        and covers_host(allowed.hostname or "", page.hostname or "")
        and _covers_port(allowed.port, page.port, page.scheme, allowed.scheme != page.scheme)
    )


def covering(patterns: Iterable[str], origin: str) -> str:
    """The first of the listed origins that covers a page's; empty for none."""
    return next((pattern for pattern in patterns if covers(pattern, origin)), "")


def covers_scheme(allowed: str, scheme: str) -> bool:
    """Whether a listed scheme covers a page's: its own, and https where http is listed."""
    return scheme == allowed or (allowed, scheme) == ("http", "https")


def covers_host(allowed: str, host: str) -> bool:
    """Whether a listed host covers a page's: the same, or one below ``*.``."""
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed


def _covers_port(allowed: int | None, port: int | None, scheme: str, is_upgrade: bool) -> bool:
    """None stands for the usual port of the page's scheme, on both sides."""
    usual = DEFAULT_PORTS[scheme]
    wanted, given = allowed or usual, port or usual
    return wanted == given and (given == usual or not is_upgrade)
