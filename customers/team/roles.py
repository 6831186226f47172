"""Who may do what to a teammate's role, and doing it.

Each change holds the vendor's row, so that of two owners who leave at once one is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from customers.models import Action, Invitation, Membership, Role, Vendor
from customers.routing import audit
from customers.routing.access import bump_epochs


def roles_given_by(membership: Membership) -> list[Role]:
    """The roles that somebody may give: owners any, admins all but owner, others none."""
    if not membership.may_manage:
        return []
    return [role for role in Role if role is not Role.OWNER or membership.reaches(Role.OWNER)]


def may_change(by: Membership, teammate: Membership) -> bool:
    """Whether ``by`` may change or deactivate ``teammate`` at all; only owners change owners."""
    return Role(teammate.role) in roles_given_by(by)


def change_role(by: Membership, teammate: int, role: Role) -> Membership:
    """Gives a teammate (a membership's id) another role.

    Raises Membership.DoesNotExist for a stranger, PermissionDenied where ``by`` may not, and
    ValidationError where the vendor would be left without an owner.
    """
    with _changing(by, teammate) as membership:
        if role not in roles_given_by(by):
            raise PermissionDenied
        if role is not Role.OWNER:
            _refuse_last_owner(membership)
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        if before != role:
            _note(Action.ROLE_CHANGED, by, membership, before=before, role=str(role))
    return membership


def deactivate(by: Membership, teammate: int) -> Membership:
    """Ends a teammate's access at once; what they wrote stays. Raises what change_role raises."""
    with _changing(by, teammate) as membership:
        if membership.agent_id == by.agent_id:
            raise ValidationError(_("You can't deactivate yourself. Ask a teammate to."))
        _refuse_last_owner(membership)
        if Membership.objects.filter(pk=membership.pk).deactivate():
            _note(Action.TEAMMATE_DEACTIVATED, by, membership)
        Invitation.objects.open().filter(vendor=by.vendor_id, email=membership.agent.email).update(
            withdrawn_at=Now()
        )
    return membership


def reactivate(by: Membership, teammate: int) -> Membership:
    """Gives a teammate their access back, in their former role. Raises what change_role raises."""
    with _changing(by, teammate) as membership:
        if membership.deactivated_at:
            _note(Action.TEAMMATE_REACTIVATED, by, membership, role=membership.role)
        membership.deactivated_at = None
        membership.save(update_fields=["deactivated_at"])
    return membership


@contextmanager
def _changing(by: Membership, teammate: int) -> Iterator[Membership]:
    """The teammate's membership as it is now, held still, and told to open sockets afterwards."""
    with transaction.atomic():
        vendor = Vendor.objects.select_for_update(no_key=True).get(pk=by.vendor_id)
        by = Membership.objects.active().get(pk=by.pk)  # they may have been changed meanwhile
        membership = vendor.memberships.select_related("agent").get(pk=teammate)
        if not may_change(by, membership):
            raise PermissionDenied
        yield membership
        bump_epochs(vendor.workspaces.all())


def _note(action: Action, by: Membership, teammate: Membership, **details: str) -> None:
    audit.note_for_team(teammate.vendor, action, by.agent, teammate.agent.email, **details)


def _refuse_last_owner(membership: Membership) -> None:
    owners = Membership.objects.active().filter(vendor=membership.vendor_id, role=Role.OWNER)
    if set(owners.values_list("pk", flat=True)) == {membership.pk}:
        raise ValidationError(
            _("%(name)s is the only owner. Make somebody else an owner first."),
            code="last_owner",
            params={"name": membership.agent.name},
        )
