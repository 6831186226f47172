"""Answers to what the queue asks about a domain that several customers share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from customers.models import Action, Agent, Customer, Domain, LeftConflict, Workspace
from customers.routing import audit
from customers.routing.changes import access_change
from customers.routing.decision import Facts, Reason, decide
from customers.routing.domains import add_domain, remove_domain
from customers.routing.mail_domains import MailDomain
from customers.routing.moves import Moves, moves, people_at
from customers.routing.people import alike
from customers.routing.queue import SharedDomain


@dataclass(frozen=True)
class Taken:
    """A domain that was taken from a customer, with its proof, for an undo."""

    customer: int
    domain: MailDomain
    proof_token: str
    proven_at: datetime | None


def other_claims(domain: Domain) -> QuerySet[Domain]:
    """The claims of other active customers on the same name."""
    same = Domain.objects.filter(workspace=domain.workspace_id, name=domain.name)
    others = same.filter(customer__archived_at=None).exclude(customer=domain.customer_id)
    return others.select_related("customer").order_by("customer__name")


def moves_if_alone(workspace: Workspace, domain: Domain) -> Moves:
    """Whom it would move where if ``domain`` were its customer's alone; nothing is touched."""
    others = list(other_claims(domain))
    rivals = {other.customer_id for other in others}

    def change(facts: Facts) -> Facts:
        left = {
            claim
            for claim in facts.domains
            if claim.name != domain.name or claim.customer not in rivals
        }
        return replace(facts, domains=frozenset(left))

    return moves(workspace, people_at(workspace, [domain, *others]), change)


def take_from_others(domain: Domain, by: Agent | None = None) -> list[Taken]:
    """From now on the name is the one customer's alone. Returns what to give back for an undo."""
    with access_change(domain.workspace):
        taken = []
        for other in other_claims(domain):
            removed = remove_domain(other.customer, other.pk, by)
            if removed is not None:
                proof = (other.proof_token, other.proven_at)
                taken.append(Taken(other.customer_id, removed, *proof))
        return taken


def give_back(workspace: Workspace, taken: Iterable[Taken], by: Agent | None = None) -> None:
    """Undo take_from_others. Raises ValidationError where a customer has its domain again."""
    with access_change(workspace):
        for one in taken:
            customer = Customer.objects.get(workspace=workspace, pk=one.customer)
            row = add_domain(customer, one.domain, by)
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
