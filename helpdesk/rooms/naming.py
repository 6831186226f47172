"""Names that no other room of a customer has."""

from collections.abc import Collection, Iterable
from itertools import count

from django.db.models.functions import Lower

from customers.models import Customer
from helpdesk.models import Room

LONGEST_NAME: int = Room._meta.get_field("name").max_length or 0


def free_names(customer: Customer, wanted: Iterable[str]) -> list[str]:
    """The names, each with a number where a room of ``customer`` has it: ``Billing (2)``.

    All different; capitals don't tell names apart. One query.
    """
    taken = set(customer.rooms.values_list(Lower("name"), flat=True))
    found = []
    for name in wanted:
        free = first_free(name, taken)
        taken.add(free.lower())
        found.append(free)
    return found


def first_free(wanted: str, taken: Collection[str]) -> str:
    """The name, or it with the first number that none of the lower-case names ``taken`` has."""
    return next(name for name in _numbered(wanted) if name.lower() not in taken)


def _numbered(name: str) -> Iterable[str]:
    yield name
    for number in count(2):
        suffix = f" ({number})"
        yield name[: LONGEST_NAME - len(suffix)] + suffix
