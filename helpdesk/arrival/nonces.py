"""The link page's proof that its button was on a page of ours: a signed nonce, not a cookie."""

from django.core.signing import BadSignature, TimestampSigner

LIFETIME = 3600  # seconds that the page may stand open

_signer = TimestampSigner(salt="unknown-user.link-page")


def new_nonce(link_id: int) -> str:
    """A nonce for the page of this link."""
    return _signer.sign(str(link_id))


def is_fresh(nonce: str, link_id: int) -> bool:
    """Whether the nonce was given to this link's page within LIFETIME."""
    try:
        return _signer.unsign(nonce, max_age=LIFETIME) == str(link_id)
    except BadSignature:
        return False
