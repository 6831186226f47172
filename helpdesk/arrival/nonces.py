"""A page's proof that its button was on a page of ours: a signed nonce, not a cookie."""

from django.core.signing import BadSignature, TimestampSigner

LIFETIME = 3600  # seconds that the page may stand open

_signer = TimestampSigner(salt="unknown-user.link-page")


def new_nonce(subject: str) -> str:
    """A nonce for a page about ``subject``: what its button does, to what, instead of what."""
    return _signer.sign(subject)


def is_fresh(nonce: str, subject: str) -> bool:
    """Whether the nonce was given to a page about this subject within LIFETIME."""
    try:
        return _signer.unsign(nonce, max_age=LIFETIME) == subject
    except BadSignature:
        return False
