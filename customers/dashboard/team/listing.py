"""The team as one agent sees it: who is on it, who is invited, and what they may do about it."""

from dataclasses import dataclass

from customers.models import Invitation, Membership, Role
from customers.team.roles import may_change, roles_given_by


@dataclass(frozen=True)
class Teammate:
    """A member of the team; ``may_change`` says whether the one who looks may change them."""

    membership: Membership
    is_self: bool
    may_change: bool


@dataclass(frozen=True)
class Invited:
    """Somebody who has not answered yet."""

    invitation: Invitation
    may_change: bool


@dataclass(frozen=True)
class Team:
    """What the team page shows."""

    teammates: list[Teammate]
    invited: list[Invited]
    roles: list[Role]


def team_seen_by(by: Membership) -> Team:
    """The team of the vendor: those who may enter first, by name. Two queries."""
    memberships = Membership.objects.filter(vendor=by.vendor_id).select_related("agent")
    invitations = Invitation.objects.open().filter(vendor=by.vendor_id).select_related("mail")
    roles = roles_given_by(by)
    return Team(
        teammates=[
            Teammate(membership, membership.pk == by.pk, may_change(by, membership))
            for membership in sorted(memberships, key=_active_first)
        ],
        invited=[
            Invited(invitation, Role(invitation.role) in roles)
            for invitation in invitations.order_by("email")
        ],
        roles=roles,
    )


def _active_first(membership: Membership) -> tuple[bool, str]:
    return membership.deactivated_at is not None, membership.agent.name.casefold()
