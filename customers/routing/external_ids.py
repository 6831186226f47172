"""What the vendor's own system calls a customer: by it a signed token names one."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, Workspace
from customers.routing import audit
from customers.routing.changes import access_change

LONGEST_NAME: int = Customer._meta.get_field("name").max_length or 0


def set_external_id(customer: Customer, external_id: str, by: Agent | None = None) -> None:
    """From now on tokens that name ``external_id`` mean this customer; with "" none do.

    Raises ValidationError where tokens of that id mean another one.
    """
    try:
        with access_change(customer.workspace):
            Customer.objects.filter(pk=customer.pk).update(external_id=external_id)
            _note(customer, external_id, by)
    except IntegrityError:
        other = customer.workspace.customers.filter(external_id=external_id).first()
        raise ValidationError(
            _("%(other)s has this id already. Archived customers keep theirs."),
            code="taken",
            params={"other": other},
        ) from None
    customer.external_id = external_id


def _note(customer: Customer, external_id: str, by: Agent | None) -> None:
    audit.note(
        customer.workspace,
        Action.EXTERNAL_ID_SET,
        by,
        customer=customer,
        external_id=external_id,
    )


def customer_of(workspace: Workspace, external_id: str, name: str) -> Customer:
    """The customer of this id; at first sight a new one, called ``name`` if that is free.

    Never one that merely has the name: at the vendor anybody may call their organisation anything.
    To be called within an access_change, so that two first sights at once make one customer.
    """
    found = workspace.customers.filter(external_id=external_id).first()
    if found:
        return found
    free = next(
        name for name in _names(name, external_id) if not _has_customer_called(workspace, name)
    )
    made = Customer.objects.create(workspace=workspace, external_id=external_id, name=free)
    audit.note(workspace, Action.CUSTOMER_ADDED, customer=made, external_id=external_id)
    return made


def _names(name: str, external_id: str) -> Iterator[str]:
    """The name, then it with the id, then that with a number: each no longer than the column."""
    yield name[:LONGEST_NAME]
    suffix = f" ({external_id[: LONGEST_NAME // 2]})"
    number = 1
    while True:
        yield name[: LONGEST_NAME - len(suffix)] + suffix
        number += 1
        suffix = f" ({external_id[: LONGEST_NAME // 2]}, {number})"


def _has_customer_called(workspace: Workspace, name: str) -> bool:
    """As the unique constraint sees it: archived ones count, capitals don't."""
    lowered = workspace.customers.alias(lowered=Lower("name"))
    return lowered.filter(lowered=Lower(Value(name))).exists()
