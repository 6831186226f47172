"""Every change that an agent makes to customers, their domains and their known users.

Each is one transaction that begins by raising the workspace's epoch. That takes the workspace's
row, so changes happen one after another, and each sees what the last one left.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from customers.models import Agent, Customer, Domain, KnownUser, Person, Workspace
from customers.routing.access import bump_epoch
from customers.routing.mail_domains import MailDomain, shown


@contextmanager
def access_change(workspace: Workspace) -> Iterator[None]:
    """One transaction that changes who may enter what."""
    with transaction.atomic():
        bump_epoch(workspace)
        yield


def add_customer(workspace: Workspace, name: str) -> Customer:
    """A new customer. Raises ValidationError where there is one of that name."""
    try:
        with access_change(workspace):
            return Customer.objects.create(workspace=workspace, name=name)
    except IntegrityError:
        raise _name_taken(name) from None


def rename_customer(customer: Customer, name: str) -> None:
    """Raises ValidationError where there is another customer of that name."""
    try:
        with access_change(customer.workspace):
            Customer.objects.filter(pk=customer.pk).update(name=name)
    except IntegrityError:
        raise _name_taken(name) from None
    customer.name = name


def _name_taken(name: str) -> ValidationError:
    return ValidationError(
        _("There is a customer called %(name)s already, here or among the archived ones."),
        code="taken",
        params={"name": name},
    )


def archive_customer(customer: Customer) -> None:
    """From now on ``customer`` counts for nothing, with its domains and known users."""
    with access_change(customer.workspace):
        Customer.objects.filter(pk=customer.pk, archived_at=None).update(archived_at=Now())


def unarchive_customer(customer: Customer) -> None:
    """The customer counts again, as it was."""
    with access_change(customer.workspace):
        Customer.objects.filter(pk=customer.pk).update(archived_at=None)


def add_domain(customer: Customer, domain: MailDomain, by: Agent) -> Domain:
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


def leave_out_subdomains(customer: Customer, domain: int) -> None:
    """From now on the domain of that id means itself alone. Nothing happens if it is gone."""
    with access_change(customer.workspace):
        customer.domains.filter(pk=domain).update(with_subdomains=False)


def remove_domain(customer: Customer, domain: int) -> MailDomain | None:
    """Takes a domain by its id from ``customer``. Returns it for an undo; None if it was gone."""
    with access_change(customer.workspace):
        row = customer.domains.filter(pk=domain).first()
        if row is None:
            return None
        row.delete()
    return MailDomain(row.name, row.with_subdomains)


def add_known_user(customer: Customer, address: str) -> KnownUser:
    """Makes the person of a canonical address known in ``customer``; made anew if need be.

    Raises ValidationError where they are known there already.
    """
    with access_change(customer.workspace):
        person, _made = Person.objects.get_or_create(
            workspace=customer.workspace,
            email=address,
            defaults={"mail_domain": address.rpartition("@")[2]},
        )
        known, created = KnownUser.objects.get_or_create(
            customer=customer, person=person, defaults={"workspace_id": customer.workspace_id}
        )
        if not created:
            raise ValidationError(
                _("%(address)s is known here already."), code="twice", params={"address": address}
            )
    return known


def remove_known_user(customer: Customer, known_user: int) -> Person | None:
    """Forgets that ``customer`` knows somebody, whom it returns for an undo; None if it was so."""
    with access_change(customer.workspace):
        known = customer.known_users.select_related("person").filter(pk=known_user).first()
        if known is None:
            return None
        known.delete()
    return known.person
