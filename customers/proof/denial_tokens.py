"""What "This wasn't me" carries: the mail that it stands in, signed. Nothing of it is stored.

It is good for as long as the mail is known, long after the link and the code beside it are spent.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from customers.models import MagicLink, Mail


def _signer() -> Signer:
    return Signer(salt="unknown-user.not-me", sep=".")


def denial_url(mail: Mail) -> str:
    """The address that stands in the mail."""
    return f"{settings.PUBLIC_URL}/not-me/{_signer().sign(mail.message_id)}/"


def find_denied(token: str) -> MagicLink | None:
    """The link whose mail a token stands in, spent or not; None for a broken or foreign token."""
    try:
        message_id = _signer().unsign(token)
    except BadSignature:
        return None
    links = MagicLink.objects.select_related("person__workspace__vendor")
    return links.filter(mail__message_id=message_id).first()
