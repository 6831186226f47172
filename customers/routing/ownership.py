"""Proof that a customer owns a domain: a TXT record with the domain's own token.

A proof is lost only when the daily check has missed the record on several days in a row. A DNS
that fails or keeps silent says nothing, for or against.
"""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from customers.models import Action, Agent, Domain, Finding, Workspace
from customers.routing import audit
from customers.routing.changes import access_change

LOST_AFTER = 3  # daily checks in a row that miss the record


def unsettled_domains(workspace: Workspace) -> QuerySet[Domain]:
    """Active customers' domains that are not proven, or whose proof was missed lately."""
    active = Domain.objects.filter(workspace=workspace, customer__archived_at=None)
    return active.filter(Q(proven_at=None) | Q(proof_misses__gt=0))


def to_check_daily() -> QuerySet[Domain]:
    """The domains of all workspaces whose proof matters: it is asked for, or could be lost."""
    asked_for = Q(workspace__asks_for_domain_proof=True, customer__archived_at=None)
    domains = Domain.objects.filter(asked_for | Q(proven_at__isnull=False))
    return domains.select_related("customer", "workspace")


def settle(domain: Domain, finding: Finding, by: Agent | None = None, daily: bool = False) -> None:
    """Note what a look at ``domain`` found, and what follows from it.

    Nothing where it was removed, or removed and added anew, since it was looked up. To be called
    outside of transactions: a change of access locks the workspace first, and then the domain.
    """
    looked_up = Domain.objects.filter(pk=domain.pk, proof_token=domain.proof_token)
    looked_up.update(proof_finding=finding, proof_checked_at=Now())
    if finding == Finding.FOUND:
        looked_up.exclude(proof_misses=0).update(proof_misses=0, proof_missed_on=None)
        _prove(domain, looked_up, by)
    elif daily and finding != Finding.FAILED:
        _miss(looked_up)
        _lose(domain, looked_up)


def _miss(looked_up: QuerySet[Domain]) -> None:
    """Counts a day once, however often its check is repeated."""
    today = TruncDate(Now())
    missed = looked_up.exclude(proven_at=None).exclude(proof_missed_on=today)
    missed.update(proof_misses=F("proof_misses") + 1, proof_missed_on=today)


def _prove(domain: Domain, looked_up: QuerySet[Domain], by: Agent | None) -> None:
    _change(domain, looked_up.filter(proven_at=None), Action.DOMAIN_PROVEN, by, proven_at=Now())


def _lose(domain: Domain, looked_up: QuerySet[Domain]) -> None:
    missed = looked_up.filter(proven_at__isnull=False, proof_misses__gte=LOST_AFTER)
    nothing = {"proven_at": None, "proof_misses": 0, "proof_missed_on": None}
    _change(domain, missed, Action.DOMAIN_PROOF_LOST, None, **nothing)


def _change(
    domain: Domain, rows: QuerySet[Domain], action: Action, by: Agent | None, **changes: object
) -> None:
    """Raises the epoch only where something changes: most checks find what was known."""
    if not rows.exists():
        return
    with access_change(domain.workspace):
        if rows.update(**changes):
            audit.note(domain.workspace, action, by, customer=domain.customer, subject=domain.name)
