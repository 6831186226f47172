"""Whose page sent this request: ours, or somebody else's?"""

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def is_own_origin(origin: str | None, host: str | None) -> bool:
    """Whether an ``Origin`` header names this installation itself; ``null`` and none never do.

    That is PUBLIC_URL's origin. An installation that is only reached on its own machine may be
    called by any of that machine's names, so there the request's own ``Host`` counts as well.
    """
    if not origin or origin == "null":
        return False
    return origin == own_origin() or (
        bool(host) and not settings.SECURE and _is_allowed(host) and origin == f"http://{host}"
    )


def own_origin() -> str:
    """The origin under which this installation is known: PUBLIC_URL's."""
    scheme, _separator, rest = settings.PUBLIC_URL.partition("://")
    return f"{scheme}://{rest.split('/')[0]}"


def _is_allowed(host: str | None) -> bool:
    name, _port = split_domain_port(host or "")
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)
