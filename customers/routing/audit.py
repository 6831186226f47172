"""Writes down what changes who may enter what: once, for good, in the change's transaction."""

from typing import Any

from customers.models import Action, Agent, AuditEntry, Customer, Person, Workspace

LONGEST_SUBJECT: int = AuditEntry._meta.get_field("subject").max_length or 0


def note(
    workspace: Workspace,
    action: Action,
    by: Agent | None = None,
    *,
    customer: Customer | None = None,
    person: Person | None = None,
    subject: str = "",
    **details: Any,
) -> AuditEntry:
    """Note that ``by`` did something; None stands for nobody of the team.

    ``subject`` is what it was done to, as agents know it; by default the person's address, else the
    customer's name. ``details`` are further facts, as JSON can hold them, and never a credential.
    """
    about = subject or (person.email if person else "") or (customer.name if customer else "")
    return AuditEntry.objects.create(
        workspace=workspace,
        action=action,
        agent=by,
        customer=customer,
        person=person,
        subject=about[:LONGEST_SUBJECT],
        details=details,
    )
