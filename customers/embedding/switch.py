"""The vendor's off switch."""

from django.db import transaction

from customers.models import Workspace
from customers.routing.access import bump_epoch


def switch_on(workspace: Workspace) -> None:
    """Show the widget again, wherever the vendor's list allows."""
    _switch(workspace, on=True)


def switch_off(workspace: Workspace) -> None:
    """Show the widget nowhere. What is open in frames ends; rooms at top level go on."""
    _switch(workspace, on=False)


@transaction.atomic
def _switch(workspace: Workspace, *, on: bool) -> None:
    bump_epoch(workspace)  # open frames ask again whether they may go on
    Workspace.objects.filter(pk=workspace.pk).update(is_embeddable=on)
    workspace.is_embeddable = on
