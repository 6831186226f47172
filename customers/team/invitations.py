"""What becomes of an invitation: its token, found by it, withdrawn."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.functions import Now

from customers.models import Action, Invitation, Membership, Role
from customers.routing import audit
from customers.team.roles import roles_given_by

TOKEN_BYTES = 32


@transaction.atomic
def withdraw(by: Membership, invitation: int) -> Invitation:
    """Ends an invitation; its link opens nothing more. Raises what open_invitation raises."""
    found = open_invitation(by, invitation)
    found.withdrawn_at = Now()
    found.save(update_fields=["withdrawn_at"])
    audit.note_for_team(found.vendor, Action.INVITATION_WITHDRAWN, by.agent, found.email)
    return found


def open_invitation(by: Membership, invitation: int) -> Invitation:
    """An open invitation of the vendor, held still, that ``by`` may change.

    Raises Invitation.DoesNotExist, also for a stranger's, and PermissionDenied.
    """
    locked = Invitation.objects.open().select_for_update(no_key=True)
    found = locked.get(pk=invitation, vendor=by.vendor_id)
    if Role(found.role) not in roles_given_by(by):
        raise PermissionDenied
    return found


def mint_token(invitation: Invitation) -> str | None:
    """A new token, which is stored as a hash alone; None if the invitation is no longer open."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    minted = (
        Invitation.objects.open()
        .filter(pk=invitation.pk, mail=invitation.mail_id)
        .update(
            token_hash=hashed(token),
            expires_at=Now() + timedelta(seconds=settings.INVITATION_LIFETIME),
        )
    )
    return token if minted else None


def hashed(token: str) -> bytes:
    """SHA-256; the token has 256 random bits, so neither salt nor slowness is needed."""
    return hashlib.sha256(token.encode()).digest()


def find(token: str) -> Invitation | None:
    """The invitation of a token that still opens something, if there is one."""
    acceptable = Invitation.objects.acceptable().select_related("vendor")
    return acceptable.filter(token_hash=hashed(token)).first()
