"""The form's own token: bound to its widget, short-lived, and no cookie, which frames don't get."""

from uuid import UUID, uuid4

from django.core.signing import BadSignature, TimestampSigner

LIFETIME = 2 * 3600  # seconds that a form may stand open before it wants a second press

_signer = TimestampSigner(salt="unknown-user.form")


def new_form_token(widget_id: str) -> str:
    """A token for a form that is about to be shown."""
    return _signer.sign(f"{widget_id}:{uuid4()}")


def read_form_token(token: str, widget_id: str) -> UUID | None:
    """Which form this is; None if the token is broken, too old, or another widget's."""
    try:
        owner, _colon, form = _signer.unsign(token, max_age=LIFETIME).rpartition(":")
    except BadSignature:
        return None
    return UUID(form) if owner == widget_id else None
