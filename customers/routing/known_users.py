"""Whom a customer knows, said by hand or by a list.

``by`` is the agent who says it, for the audit; None where nobody of the team did.
"""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, KnownUser, Person
from customers.routing import audit
from customers.routing.changes import access_change

BATCH = 1000  # rows in one query


def add_known_user(customer: Customer, address: str, by: Agent | None = None) -> KnownUser:
    """Makes the person of a canonical address known in ``customer``; made anew if need be.

    Raises ValidationError where they are known there already.
    """
    with access_change(customer.workspace):
        person = Person.objects.of_address(customer.workspace, address)
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


def add_known_users(
    customer: Customer, people: Mapping[str, str], by: Agent | None = None
) -> list[KnownUser]:
    """Makes many known in ``customer`` at once, or nobody: names by canonical addresses.

    Whoever is known there already stays as they are; who has no name yet takes the one given.
    Returns who is new. A few queries for each BATCH people.
    """
    with access_change(customer.workspace):
        found = _people(customer, people)
        already = set(
            customer.known_users.filter(person__in=found).values_list("person", flat=True)
        )
        made = KnownUser.objects.bulk_create(
            [
                KnownUser(
                    customer=customer,
                    workspace_id=customer.workspace_id,
                    person=person,
                    source=KnownUser.Source.IMPORT,
                )
                for person in found
                if person.pk not in already
            ],
            batch_size=BATCH,
        )
        _note_many(Action.KNOWN_USER_ADDED, customer, [known.person for known in made], by)
    return made


def remove_known_users(customer: Customer, known: Iterable[int], by: Agent | None = None) -> int:
    """Forgets many again that a list made known, by their ids; all or none. Returns how many.

    Whom a token has signed in since stays.
    """
    with access_change(customer.workspace):
        imported = customer.known_users.filter(pk__in=known, source=KnownUser.Source.IMPORT)
        gone = list(imported.filter(bindings=None).select_related("person"))
        KnownUser.objects.filter(pk__in=[row.pk for row in gone]).delete()
        _note_many(Action.KNOWN_USER_REMOVED, customer, [row.person for row in gone], by)
    return len(gone)


def _people(customer: Customer, names: Mapping[str, str]) -> list[Person]:
    """The people of these addresses, made anew if need be, by address."""
    fresh = [
        Person(
            workspace_id=customer.workspace_id,
            email=address,
            mail_domain=address.rpartition("@")[2],
            name=name,
        )
        for address, name in names.items()
    ]
    Person.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    found = list(
        Person.objects.filter(workspace=customer.workspace_id, email__in=names).order_by("email")
    )
    nameless = [person for person in found if not person.name and names[person.email]]
    for person in nameless:
        person.name = names[person.email]
    Person.objects.bulk_update(nameless, ["name"], batch_size=BATCH)
    return found


def _note_many(
    action: Action, customer: Customer, people: Iterable[Person], by: Agent | None
) -> None:
    source = KnownUser.Source.IMPORT.value
    audit.note_people(customer.workspace, action, by, people, customer=customer, source=source)


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
