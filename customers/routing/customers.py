"""Customers come, are renamed, are archived and come back.

``by`` is the agent who does it, for the audit; None where nobody of the team did.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, Workspace
from customers.routing import audit
from customers.routing.changes import access_change


def add_customer(workspace: Workspace, name: str, by: Agent | None = None) -> Customer:
    """A new customer. Raises ValidationError where there is one of that name."""
    try:
        with access_change(workspace):
            customer = Customer.objects.create(workspace=workspace, name=name)
            audit.note(workspace, Action.CUSTOMER_ADDED, by, customer=customer)
    except IntegrityError:
        raise _name_taken(name) from None
    return customer


def rename_customer(customer: Customer, name: str, by: Agent | None = None) -> None:
    """Raises ValidationError where there is another customer of that name."""
    try:
        with access_change(customer.workspace):
            before = Customer.objects.values_list("name", flat=True).get(pk=customer.pk)
            if before == name:
                return
            Customer.objects.filter(pk=customer.pk).update(name=name)
            customer.name = name
            audit.note(
                customer.workspace, Action.CUSTOMER_RENAMED, by, customer=customer, before=before
            )
    except IntegrityError:
        raise _name_taken(name) from None


def _name_taken(name: str) -> ValidationError:
    return ValidationError(
        _("There is a customer called %(name)s already, here or among the archived ones."),
        code="taken",
        params={"name": name},
    )


def archive_customer(customer: Customer, by: Agent | None = None) -> None:
    """From now on ``customer`` counts for nothing, with its domains and known users."""
    with access_change(customer.workspace):
        active = Customer.objects.filter(pk=customer.pk, archived_at=None)
        if active.update(archived_at=Now()):
            audit.note(customer.workspace, Action.CUSTOMER_ARCHIVED, by, customer=customer)


def unarchive_customer(customer: Customer, by: Agent | None = None) -> None:
    """The customer counts again, as it was."""
    with access_change(customer.workspace):
        archived = Customer.objects.filter(pk=customer.pk, archived_at__isnull=False)
        if archived.update(archived_at=None):
            audit.note(customer.workspace, Action.CUSTOMER_UNARCHIVED, by, customer=customer)
