"""The vendor's off switch."""

from django.db import transaction

from customers.models import Action, Agent, Workspace
from customers.routing import audit
from customers.routing.access import bump_epoch


def switch_on(workspace: Workspace, by: Agent | None = None) -> None:
    """Show the widget again, wherever the vendor's list allows."""
    _switch(workspace, by, on=True)


def switch_off(workspace: Workspace, by: Agent | None = None) -> None:
    """Show the widget nowhere. What is open in frames ends; rooms at top level go on."""
    _switch(workspace, by, on=False)


@transaction.atomic
def _switch(workspace: Workspace, by: Agent | None, *, on: bool) -> None:
    bump_epoch(workspace)  # open frames ask again whether they may go on
    if Workspace.objects.filter(pk=workspace.pk, is_embeddable=not on).update(is_embeddable=on):
        audit.note(workspace, Action.WIDGET_SWITCHED, by, on=on)
    workspace.is_embeddable = on
