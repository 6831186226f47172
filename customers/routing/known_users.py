"""Whom a customer knows, said by hand.

``by`` is the agent who says it, for the audit; None where nobody of the team did.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, KnownUser, Person
from customers.routing import audit
from customers.routing.changes import access_change


def add_known_user(customer: Customer, address: str, by: Agent | None = None) -> KnownUser:
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
        _note(Action.KNOWN_USER_ADDED, known, by)
    return known


def remove_known_user(
    customer: Customer, known_user: int, by: Agent | None = None
) -> Person | None:
    """Forgets that ``customer`` knows somebody, whom it returns for an undo; None if it was so."""
    with access_change(customer.workspace):
        known = customer.known_users.select_related("person").filter(pk=known_user).first()
        if known is None:
            return None
        known.delete()
        _note(Action.KNOWN_USER_REMOVED, known, by)
    return known.person


def _note(action: Action, known: KnownUser, by: Agent | None) -> None:
    customer = known.customer
    audit.note(
        customer.workspace,
        action,
        by,
        customer=customer,
        person=known.person,
        source=known.source,
    )
