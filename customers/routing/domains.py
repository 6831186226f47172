"""A customer's email domains come and go.

``by`` is the agent who does it, for the audit; None where nobody of the team did.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, Domain
from customers.routing import audit
from customers.routing.changes import access_change
from customers.routing.mail_domains import MailDomain, shown


def add_domain(
    customer: Customer, domain: MailDomain, by: Agent | None = None, override_reason: str = ""
) -> Domain:
    """Associates ``domain`` with ``customer``; one that was exact may so gain its subdomains.

    ``override_reason`` is why an owner lets in what is on a list of free mail. Raises
    ValidationError where the customer has all of it already.
    """
    with access_change(customer.workspace):
        row, created = Domain.objects.get_or_create(
            customer=customer,
            name=domain.name,
            defaults={
                "workspace_id": customer.workspace_id,
                "with_subdomains": domain.with_subdomains,
                "override_reason": override_reason,
                "added_by": by,
            },
        )
        if not created:
            refuse_twice(row, domain)
            row.with_subdomains = True
            row.save(update_fields=["with_subdomains"])
        _note(Action.DOMAIN_ADDED if created else Action.SUBDOMAINS_ADDED, row, by)
    return row


def refuse_twice(row: Domain, domain: MailDomain) -> None:
    """Raises ValidationError where ``row`` has all of ``domain``, which is of the same name."""
    if row.with_subdomains or not domain.with_subdomains:
        raise ValidationError(
            _("%(domain)s is here already."),
            code="twice",
            params={"domain": shown(domain.name)},
        )


def leave_out_subdomains(customer: Customer, domain: int, by: Agent | None = None) -> None:
    """From now on the domain of that id means itself alone. Nothing happens if it does or is
    gone."""
    with access_change(customer.workspace):
        row = customer.domains.filter(pk=domain, with_subdomains=True).first()
        if row is None:
            return
        row.with_subdomains = False
        row.save(update_fields=["with_subdomains"])
        _note(Action.SUBDOMAINS_LEFT_OUT, row, by)


def remove_domain(customer: Customer, domain: int, by: Agent | None = None) -> MailDomain | None:
    """Takes a domain by its id from ``customer``. Returns it for an undo; None if it was gone."""
    with access_change(customer.workspace):
        row = customer.domains.filter(pk=domain).first()
        if row is None:
            return None
        row.delete()
        _note(Action.DOMAIN_REMOVED, row, by)
    return MailDomain(row.name, row.with_subdomains)


def leave_to(customer: Customer, name: str, by: Agent | None = None) -> list[Domain]:
    """Takes the domain ``name`` from all other customers, which no longer dispute it then.

    Returns what was taken, with its customers.
    """
    with access_change(customer.workspace):
        taken = list(others_with(customer, name))
        for row in taken:
            row.delete()
            _note(Action.DOMAIN_REMOVED, row, by, left_to=customer.name)
    return taken


def others_with(customer: Customer, name: str) -> QuerySet[Domain]:
    """The domain of that name at the workspace's other customers that count."""
    there = Domain.objects.filter(workspace=customer.workspace, name=name)
    others = there.filter(customer__archived_at=None).exclude(customer=customer)
    return others.select_related("customer").order_by("pk")


def _note(action: Action, row: Domain, by: Agent | None, **details: Any) -> None:
    if row.override_reason:
        details["override_reason"] = row.override_reason
    audit.note(
        row.customer.workspace,
        action,
        by,
        customer=row.customer,
        subject=row.name,
        with_subdomains=row.with_subdomains,
        **details,
    )
