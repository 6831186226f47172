"""A server that lacks what production needs says so and does not start."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from unknown_user.environment import is_loopback


def refuse_if_unready() -> None:
    """Raises ImproperlyConfigured, naming everything that is missing."""
    if settings.DEMO and not is_loopback(settings.PUBLIC_URL):
        raise ImproperlyConfigured(
            f"DEMO lets anybody in as an agent, so it runs only where nobody else can reach it; "
            f"PUBLIC_URL is {settings.PUBLIC_URL}. Unset DEMO."
        )
    if not settings.PUBLIC_URL.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"PUBLIC_URL is {settings.PUBLIC_URL}, but needs its scheme: https://help.example.com"
        )
    if settings.DEMO or settings.DEBUG or not settings.MISSING_IN_PRODUCTION:
        return
    missing = ", ".join(settings.MISSING_IN_PRODUCTION)
    raise ImproperlyConfigured(
        f"Production needs these environment variables: {missing}. docs/settings.md explains "
        "each; DEMO=1 tries everything out on this machine without them."
    )


def refuse_if_alone(what: str) -> None:
    """Raises ImproperlyConfigured where ``what`` would be a second process without Redis."""
    if not settings.REDIS_URL:
        raise ImproperlyConfigured(
            f"{what} needs REDIS_URL: without it one process serves alone, its worker inside, "
            "because nothing carries hints to another."
        )
