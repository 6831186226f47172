"""When an agent signs out or sets a password, their open sockets must ask again who they are."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver

from customers.models import Agent, Workspace
from customers.routing.access import bump_epochs


@receiver(
    [user_logged_out, password_changed, password_reset, password_set],
    dispatch_uid="sockets_end_with_the_session",
)
def end_sockets(sender: object, user: Agent | None, **kwargs: Any) -> None:
    """Raises the epoch wherever the agent may be connected; None means nobody was signed in."""
    if user is not None:
        vendors = user.memberships.values("vendor")
        bump_epochs(Workspace.objects.filter(vendor__in=vendors))
