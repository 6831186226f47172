"""A customer's email domains come and go.

``by`` is the agent who does it, for the audit; None where nobody of the team did.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, Domain
from customers.routing import audit
from customers.routing.changes import access_change
from customers.routing.mail_domains import MailDomain, shown


def add_domain(customer: Customer, domain: MailDomain, by: Agent | None = None) -> Domain:
    """Associates ``domain`` with ``customer``; one that was exact may so gain its subdomains.

    Raises ValidationError where the customer has all of it already.
    """
    with access_change(customer.workspace):
        row, created = Domain.objects.get_or_create(
            customer=customer,
            name=domain.name,
            defaults={
                "workspace_id": customer.workspace_id,
                "with_subdomains": domain.with_subdomains,
                "added_by": by,
            },
        )
        if not created:
            _add_subdomains(row, domain)
        _note(Action.DOMAIN_ADDED if created else Action.SUBDOMAINS_ADDED, customer, row, by)
    return row


def _add_subdomains(row: Domain, domain: MailDomain) -> None:
    if row.with_subdomains or not domain.with_subdomains:
        raise ValidationError(
            _("%(domain)s is here already."),
            code="twice",
            params={"domain": shown(domain.name)},
        )
    row.with_subdomains = True
    row.save(update_fields=["with_subdomains"])


def leave_out_subdomains(customer: Customer, domain: int, by: Agent | None = None) -> None:
    """From now on the domain of that id means itself alone. Nothing happens if it does or is
    gone."""
    with access_change(customer.workspace):
        row = customer.domains.filter(pk=domain, with_subdomains=True).first()
        if row is None:
            return
        row.with_subdomains = False
        row.save(update_fields=["with_subdomains"])
        _note(Action.SUBDOMAINS_LEFT_OUT, customer, row, by)


def remove_domain(customer: Customer, domain: int, by: Agent | None = None) -> MailDomain | None:
    """Takes a domain by its id from ``customer``. Returns it for an undo; None if it was gone."""
    with access_change(customer.workspace):
        row = customer.domains.filter(pk=domain).first()
        if row is None:
            return None
        row.delete()
        _note(Action.DOMAIN_REMOVED, customer, row, by)
    return MailDomain(row.name, row.with_subdomains)


def _note(action: Action, customer: Customer, row: Domain, by: Agent | None) -> None:
    audit.note(
        customer.workspace,
        action,
        by,
        customer=customer,
        subject=row.name,
        with_subdomains=row.with_subdomains,
    )
