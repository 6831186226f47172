"""When an agent signs out or sets a password, their open sockets must ask again who they are."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from customers.models import Agent, Workspace
from customers.routing.access import bump_epochs


@receiver(user_logged_out, dispatch_uid="the_session_ends_before_its_sockets_ask")
def end_session(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """Ends the session now: Django does so only after this, when the sockets have asked already."""
    request.session.flush()


@receiver(
    [user_logged_out, password_changed, password_reset, password_set],
    dispatch_uid="sockets_end_with_the_session",
)
def end_sockets(sender: object, user: Agent | None, **kwargs: Any) -> None:
    """Raises the epoch wherever the agent may be connected; None means nobody was signed in."""
    if user is not None:
        vendors = user.memberships.values("vendor")
        bump_epochs(Workspace.objects.filter(vendor__in=vendors))
