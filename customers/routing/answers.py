"""Answers to what the queue asks about a domain that several customers share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, Domain, LeftConflict, Workspace
from customers.routing import audit
from customers.routing.changes import access_change
from customers.routing.decision import Reason, decide
from customers.routing.domains import add_domain, leave_to
from customers.routing.mail_domains import MailDomain
from customers.routing.moves import people_at
from customers.routing.people import alike
from customers.routing.preview import held_epoch
from customers.routing.queue import SharedDomain


@dataclass(frozen=True)
class Taken:
    """A domain that was taken from a customer, with its proof, for an undo."""

    customer: int
    domain: MailDomain
    override_reason: str
    proof_token: str
    proven_at: datetime | None


@dataclass(frozen=True)
class Taking:
    """What was taken at once, and the workspace's epoch after it."""

    epoch: int
    taken: list[Taken]


def take_from_others(domain: Domain, by: Agent | None = None) -> Taking:
    """From now on the name is the one customer's alone. Returns what to give back for an undo."""
    with access_change(domain.workspace):
        taken = [
            Taken(
                row.customer_id,
                MailDomain(row.name, row.with_subdomains),
                row.override_reason,
                row.proof_token,
                row.proven_at,
            )
            for row in leave_to(domain.customer, domain.name, by)
        ]
        return Taking(held_epoch(domain.workspace), taken)


def give_back(workspace: Workspace, taking: Taking, by: Agent | None = None) -> None:
    """Undo take_from_others. Raises ValidationError where anything has changed since, for nobody
    has seen what it would do then."""
    with transaction.atomic():
        if held_epoch(workspace) != taking.epoch:
            raise ValidationError(
                _("Something has changed since. Look at the customers and add the domain there."),
                code="changed",
            )
        with access_change(workspace):
            for one in taking.taken:
                _give_back(workspace, one, by)


def _give_back(workspace: Workspace, one: Taken, by: Agent | None) -> None:
    customer = Customer.objects.get(workspace=workspace, pk=one.customer)
    row = add_domain(customer, one.domain, by, one.override_reason)
    row.proof_token, row.proven_at = one.proof_token, one.proven_at
    row.save(update_fields=["proof_token", "proven_at"])


def leave(workspace: Workspace, shared: SharedDomain, by: Agent | None = None) -> LeftConflict:
    """Say that the domain may stay with all of them: it asks again once others share it."""
    with transaction.atomic():
        left, _made = LeftConflict.objects.update_or_create(
            workspace=workspace,
            name=shared.name,
            defaults={"customers": shared.customers, "left_by": by},
        )
        audit.note(
            workspace, Action.CONFLICT_LEFT, by, subject=shared.name, customers=shared.customers
        )
    return left


def reopen(left: LeftConflict, by: Agent | None = None) -> None:
    """Have a domain that was left as it is wait for a decision again."""
    with transaction.atomic():
        deleted, _rows = LeftConflict.objects.filter(pk=left.pk).delete()
        if deleted:
            audit.note(left.workspace, Action.CONFLICT_REOPENED, by, subject=left.name)


def people_held(workspace: Workspace, shared: Iterable[SharedDomain]) -> Counter[str]:
    """How many people are in the inbox because several customers have their domain, by its name."""
    held: Counter[str] = Counter()
    domains = [domain for one in shared for domain in one.domains]
    for facts, number in alike(workspace, people_at(workspace, domains).filter(block=None)):
        decision = decide(facts)
        if decision.reason is Reason.DOMAIN_IN_SEVERAL:
            held[decision.matched_domain or ""] += number
    return held
