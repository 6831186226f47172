"""Letting people in one by one where a customer claims their domain without having proven it."""

from customers.models import Action, Agent, Approval, Customer, Person
from customers.routing import audit
from customers.routing.changes import access_change


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
