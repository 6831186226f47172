"""What a magic link carries: 256 random bits, signed together with the workspace's widget id."""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer

TOKEN_BYTES = 32
LONGEST_HINT = 40  # characters, which no widget id exceeds


def _signer() -> Signer:
    return Signer(salt="unknown-user.magic-link", sep=".")


@dataclass(frozen=True)
class LinkToken:
    """A link's token as read. ``secret`` is None where the link is broken; the widget id may still
    tell where to send a new one, and is then no more than a hint."""

    widget_id: str
    secret: str | None

    @property
    def secret_hash(self) -> bytes | None:
        """The SHA-256 under which the link is stored."""
        return hashed(self.secret) if self.secret else None


def mint(widget_id: str) -> tuple[str, bytes]:
    """A new token for a mail, and the hash to store."""
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    return _signer().sign(f"{widget_id}.{secret}"), hashed(secret)


def read(token: str) -> LinkToken:
    """What a token says, whether or not its signature holds."""
    try:
        widget_id, _dot, secret = _signer().unsign(token).partition(".")
    except BadSignature:
        return LinkToken(token.partition(".")[0][:LONGEST_HINT], None)
    return LinkToken(widget_id, secret)


def link_url(token: str) -> str:
    """The address that stands in the mail."""
    return f"{settings.PUBLIC_URL}/link/{token}/"


def hashed(secret: str) -> bytes:
    """SHA-256; the secret has 256 random bits, so neither salt nor slowness is needed."""
    return hashlib.sha256(secret.encode()).digest()
