"""Asks somebody to join a vendor's team. The mail leaves from the worker."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from customers.models import Action, Invitation, Mail, Membership, Role
from customers.routing import audit
from customers.team.invitations import open_invitation
from customers.team.roles import roles_given_by
from customers.team.tasks import send_invitation

PAUSE = timedelta(minutes=1)  # between two mails of one invitation


def invite(by: Membership, email: str, role: Role) -> Invitation:
    """Asks the owner of a canonical address to join; the mail leaves from the worker.

    Raises PermissionDenied where ``by`` may not give that role, and ValidationError where the
    address is on the team or invited already.
    """
    if role not in roles_given_by(by):
        raise PermissionDenied
    _refuse_member(by, email)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                vendor_id=by.vendor_id,
                email=email,
                role=role,
                invited_by_id=by.agent_id,
                mail=Mail.objects.create(to=email),
            )
            send_invitation.defer(mail_id=invitation.mail_id)
            audit.note_for_team(by.vendor, Action.TEAMMATE_INVITED, by.agent, email, role=str(role))
    except IntegrityError:
        raise ValidationError(
            _("%(email)s is invited already."), code="twice", params={"email": email}
        ) from None
    return invitation


def _refuse_member(by: Membership, email: str) -> None:
    member = Membership.objects.filter(vendor=by.vendor_id, agent__email=email).first()
    if member is None:
        return
    text = _("%(email)s is on the team already.")
    if member.deactivated_at:
        text = _("%(email)s is deactivated. Reactivate them instead.")
    raise ValidationError(text, code="member", params={"email": email})


@transaction.atomic
def send_again(by: Membership, invitation: int) -> Invitation:
    """Sends a new link, which replaces the old one.

    Raises what open_invitation raises, and ValidationError where a mail has just been sent.
    """
    found = open_invitation(by, invitation)
    if Mail.objects.filter(pk=found.mail_id, created_at__gt=Now() - PAUSE).exists():
        text = _("A mail went to %(email)s within the last minute. Wait a little.")
        raise ValidationError(text, code="soon", params={"email": found.email})
    found.mail = Mail.objects.create(to=found.email)
    found.token_hash = None
    found.save(update_fields=["mail", "token_hash"])
    send_invitation.defer(mail_id=found.mail_id)
    return found
