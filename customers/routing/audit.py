"""Writes down what changes who may enter what: once, for good, in the change's transaction."""

from collections.abc import Iterable
from typing import Any

from customers.models import Action, Agent, AuditEntry, Customer, Person, Vendor, Workspace
from customers.routing.past_decisions import note_decisions
from customers.routing.reach import may_move
from customers.routing.tasks import decide_anew

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
    """Note that ``by`` has just done something; None stands for nobody of the team.

    ``subject`` is what it was done to, as agents know it; by default the person's address, else the
    customer's name. ``details`` are further facts, as JSON can hold them, and never a credential.

    To be called after the change, in its transaction: whom it moved is decided anew, and kept for
    agents to read; a person here and now, the people of a customer or a domain by the worker.
    """
    about = subject or (person.email if person else "") or (customer.name if customer else "")
    entry = AuditEntry.objects.create(
        workspace=workspace,
        action=action,
        agent=by,
        customer=customer,
        person=person,
        subject=about[:LONGEST_SUBJECT],
        details=details,
    )
    if not may_move(action):
        return entry
    if person is not None:
        _decide_anew(workspace, [entry])
    else:
        decide_anew.defer(entry_id=entry.pk)
    return entry


def note_people(
    workspace: Workspace,
    action: Action,
    by: Agent | None,
    people: Iterable[Person],
    *,
    customer: Customer | None = None,
    **details: Any,
) -> None:
    """Note that ``by`` has just done the same to many people: as note, an entry each."""
    entries = [
        AuditEntry(
            workspace=workspace,
            action=action,
            agent=by,
            customer=customer,
            person=person,
            subject=person.email,
            details=details,
        )
        for person in people
    ]
    _decide_anew(workspace, AuditEntry.objects.bulk_create(entries, batch_size=1000))


def note_for_team(
    vendor: Vendor, action: Action, by: Agent | None, subject: str, **details: Any
) -> None:
    """Note what was done to somebody of a vendor's team: an entry in each of its workspaces."""
    AuditEntry.objects.bulk_create(
        AuditEntry(workspace=workspace, action=action, agent=by, subject=subject, details=details)
        for workspace in vendor.workspaces.order_by("pk")
    )


def _decide_anew(workspace: Workspace, entries: Iterable[AuditEntry]) -> None:
    """Keep where the people of these entries are now."""
    causes = {entry.person_id: entry for entry in entries if entry.person_id is not None}
    note_decisions(workspace, causes, causes)
