"""Accepts an invitation, once, as somebody new or as an agent already."""

from django.db import transaction
from django.db.models.functions import Now

from customers.models import Action, Agent, Invitation, Membership
from customers.routing import audit
from customers.routing.access import bump_epochs


@transaction.atomic
def accept_as_new(invitation: Invitation, name: str, password: str) -> Agent | None:
    """Makes the invited address an agent and a member; None if it was accepted or ended meanwhile.

    Raises IntegrityError where the address has become an agent meanwhile.
    """
    if not _spend(invitation):
        return None
    agent = Agent.objects.create_agent(invitation.email, name, password)
    _join(invitation, agent)
    return agent


@transaction.atomic
def accept(invitation: Invitation, agent: Agent) -> bool:
    """Makes ``agent``, whose address it is, a member; False if it has ended or is another's."""
    if agent.email != invitation.email or not _spend(invitation):
        return False
    _join(invitation, agent)
    return True


def _spend(invitation: Invitation) -> bool:
    """One update, whose count says who of two clicks was first."""
    acceptable = Invitation.objects.acceptable().filter(
        pk=invitation.pk, token_hash=invitation.token_hash
    )
    return bool(acceptable.update(accepted_at=Now()))


def _join(invitation: Invitation, agent: Agent) -> None:
    membership, joined = Membership.objects.get_or_create(
        agent=agent, vendor=invitation.vendor, defaults={"role": invitation.role}
    )
    if joined:
        audit.note_for_team(
            invitation.vendor, Action.TEAMMATE_JOINED, agent, agent.email, role=membership.role
        )
    bump_epochs(invitation.vendor.workspaces.all())
