"""When the widget's form gives browsers a piece of work first."""

from django.db import transaction

from customers.models import Action, Agent, Challenge, Workspace
from customers.routing import audit


@transaction.atomic
def set_challenge(workspace: Workspace, challenge: Challenge, by: Agent) -> None:
    """Ask for the work never, when many ask, or always; the same again is no change."""
    others = Workspace.objects.filter(pk=workspace.pk).exclude(challenge=challenge)
    if others.update(challenge=challenge):
        workspace.challenge = challenge
        audit.note(
            workspace, Action.SETTING_CHANGED, by, setting="challenge", value=challenge.value
        )
