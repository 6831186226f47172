"""Letting people in one by one where a customer claims their domain without having proven it."""

from customers.models import Action, Agent, Approval, Customer, Person, Workspace
from customers.routing import audit
from customers.routing.changes import access_change
from customers.routing.decision import Facts, Reason, decide
from customers.routing.people import (
    IS_KNOWN,
    IS_PINNED,
    TECHNICAL,
    Reach,
    groups_of,
    let_in,
)

BATCH = 2000  # rows a statement


def approve(person: Person, customer: Customer, by: Agent | None = None) -> None:
    """From now on the claims of ``customer`` count for ``person``, proven or not; twice is once.

    A person has one approval: a newer one takes the place of the older.
    """
    with access_change(person.workspace):
        if Approval.objects.filter(person=person, customer=customer).exists():
            return
        Approval.objects.update_or_create(
            person=person,
            workspace_id=person.workspace_id,
            defaults={"customer": customer, "approved_by": by},
        )
        audit.note(person.workspace, Action.VISIT_APPROVED, by, customer=customer, person=person)


def approve_who_is_here(workspace: Workspace, by: Agent | None = None) -> int:
    """Approve everybody whom a domain alone has let in by now: their first visit is behind them.

    To be called as approvals begin to be asked for. Returns how many they are.
    """
    everybody = let_in(workspace)
    groups = groups_of(workspace, Reach(everybody, everybody.none()))
    homes = {
        group.mail_domain: home
        for facts, group in groups
        if not group.technical and (home := let_in_by_domain(facts)) is not None
    }
    people = everybody.proven().filter(~IS_KNOWN, ~IS_PINNED, mail_domain__in=homes)
    people = people.filter(approval=None).exclude(TECHNICAL)
    approvals = [
        Approval(workspace=workspace, person_id=pk, customer_id=homes[domain], approved_by=by)
        for pk, domain in people.values_list("pk", "mail_domain")
    ]
    Approval.objects.bulk_create(approvals, batch_size=BATCH)
    return len(approvals)


def let_in_by_domain(facts: Facts) -> int | None:
    """The customer into which somebody of these facts comes by their domain alone, if any."""
    decision = decide(facts)
    return decision.customer if decision.reason is Reason.DOMAIN else None


def withdraw_approval(person: Person, by: Agent | None = None) -> None:
    """Only proven claims count for ``person`` again."""
    workspace = person.workspace
    with access_change(workspace):
        approval = Approval.objects.filter(person=person).select_related("customer").first()
        if approval is None:
            return
        approval.delete()
        customer = approval.customer
        audit.note(workspace, Action.APPROVAL_WITHDRAWN, by, customer=customer, person=person)
