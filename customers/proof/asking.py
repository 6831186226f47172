"""Asking for a magic link: the request notes it, and the worker decides what becomes of it.

So nothing of the answer, its time included, depends on what is known of the address.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Now

from customers.models import LinkRequest, Outcome, Workspace
from customers.proof import limits, tasks
from customers.proof.addresses import mailbox_of


@dataclass(frozen=True)
class Asked:
    """What a form asked for, with an address already canonical.

    ``is_trapped``: it has filled what only a robot finds. ``invites``: somebody else asks the
    address in.
    """

    workspace: Workspace
    form: UUID
    address: str
    name: str = ""
    ip: str | None = None
    is_trapped: bool = False
    invites: bool = False


class FormAnswered(Exception):
    """This form has asked for a link to another address already; a fresh one is needed."""


class TooMany(Exception):
    """The network or the widget has asked for its share; ``wait`` is how long until it may again.

    ``is_network`` tells which of the two.
    """

    def __init__(self, wait: timedelta, *, is_network: bool) -> None:
        super().__init__(wait)
        self.wait = wait
        self.is_network = is_network


@transaction.atomic
def request_link(asked: Asked) -> None:
    """Note that the form asks for a link, and have the worker see to it; twice is once.

    Raises FormAnswered where the form has asked for another address, TooMany where a network or a
    widget asks too often.
    """
    limits.take_turn(f"form {asked.form}")
    before = LinkRequest.objects.filter(form=asked.form).first()
    if before is not None:
        if (before.workspace_id, before.address) != (asked.workspace.pk, asked.address):
            raise FormAnswered
        return
    refuse_too_many(asked.workspace, asked.ip)
    request = LinkRequest.objects.create(
        workspace=asked.workspace,
        form=asked.form,
        address=asked.address,
        name=asked.name,
        invites=asked.invites,
        mailbox=mailbox_of(asked.address),
        asked_from=asked.ip,
        outcome=Outcome.TRAPPED if asked.is_trapped else Outcome.WAITING,
    )
    tasks.answer_request.defer(request_id=request.pk)


def refuse_too_many(workspace: Workspace, ip: str | None = None) -> None:
    """Raises TooMany where the widget, or the network of ``ip``, has asked for its share.

    Takes the network's turn until the transaction ends; whoever has to wait anyway is told so
    without.
    """
    _refuse(limits.wait_for_widget(workspace), is_network=False)
    _refuse(limits.wait_for_ip(ip), is_network=True)
    if ip is not None:
        limits.take_turn(f"network {ip}")
        _refuse(limits.wait_for_ip(ip), is_network=True)


def _refuse(wait: timedelta, *, is_network: bool) -> None:
    if wait:
        raise TooMany(wait, is_network=is_network)


@dataclass(frozen=True)
class Recent:
    """How many forms were sent lately, and how many of them robots sent."""

    asked: int
    trapped: int


def recent_requests(workspace: Workspace) -> Recent:
    """What was asked for in the last 24 hours. One query."""
    lately = workspace.link_requests.filter(asked_at__gt=Now() - timedelta(days=1))
    trapped = Q(outcome=Outcome.TRAPPED)
    return Recent(**lately.aggregate(asked=Count("pk"), trapped=Count("pk", filter=trapped)))
