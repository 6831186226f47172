"""Names that no other room of a customer has."""

from collections.abc import Iterable
from itertools import count

from django.db.models.functions import Lower

from customers.models import Customer
from helpdesk.models import Room

LONGEST_NAME: int = Room._meta.get_field("name").max_length or 0


def free_name(customer: Customer, wanted: str) -> str:
    """The name, or if a room of ``customer`` has it the name with a number: ``Billing (2)``."""
    return free_names(customer, [wanted])[0]


def free_names(customer: Customer, wanted: Iterable[str]) -> list[str]:
    """A free name for each of these, all different. Capitals don't tell names apart. One query."""
    taken = set(customer.rooms.values_list(Lower("name"), flat=True))
    found = []
    for name in wanted:
        free = next(name for name in numbered(name) if name.lower() not in taken)
        taken.add(free.lower())
        found.append(free)
    return found


def numbered(name: str) -> Iterable[str]:
    """The name, then ``name (2)``, ``name (3)`` …, none longer than a room's may be."""
    yield name
    for number in count(2):
        suffix = f" ({number})"
        yield name[: LONGEST_NAME - len(suffix)] + suffix
