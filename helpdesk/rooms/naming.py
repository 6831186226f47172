"""What rooms are called: by another name than every other room of their customer."""

from collections.abc import Collection, Iterable
from itertools import count

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Customer, Person
from customers.proof.names import LONGEST_NAME as LONGEST_NAME_OF_PEOPLE
from customers.proof.names import clean_name
from helpdesk.models import Room, RoomKind
from helpdesk.rooms.authors import Author

LONGEST_TYPED = LONGEST_NAME_OF_PEOPLE  # characters, of a name that somebody types
LONGEST_NAME: int = Room._meta.get_field("name").max_length or 0


def room_name(raw: str) -> str:
    """A name that somebody typed for a room, in one spelling. Raises ValidationError."""
    name = " ".join(clean_name(raw).split())
    if not name:
        raise ValidationError(_("Type a name for the room."), code="empty")
    return name


def name_taken(customer: Customer, name: str) -> ValidationError:
    """What to say to somebody who wants a name that a room of ``customer`` has.

    Not which room: it may be one that they know nothing of.
    """
    return ValidationError(
        _("This name is taken. “%(free)s” is free."),
        code="taken",
        params={"free": free_names(customer, [name])[0]},
    )


def name_for(room: Room, reader: Author) -> str:
    """What ``reader`` sees a room called: to its person a dialog is the agent."""
    if room.kind == RoomKind.DIALOG and room.agent is not None and isinstance(reader, Person):
        return room.agent.name
    return room.name


def free_names(customer: Customer, wanted: Iterable[str]) -> list[str]:
    """The names, each with a number where a room of ``customer`` has it: ``Billing (2)``.

    All different; capitals don't tell names apart. One query.
    """
    taken = set(map(folded, customer.rooms.values_list("name", flat=True)))
    found = []
    for name in wanted:
        free = first_free(name, taken)
        taken.add(folded(free))
        found.append(free)
    return found


def first_free(wanted: str, taken: Collection[str]) -> str:
    """The name, or it with the first number that none of the names ``taken`` has; those folded."""
    return next(name for name in _numbered(wanted) if folded(name) not in taken)


def folded(name: str) -> str:
    """What names have in common that differ in capitals alone, whether to Python or to Postgres,
    to which the dotted capital I of Turkish is an i."""
    return name.casefold().replace("i\u0307", "i")


def _numbered(name: str) -> Iterable[str]:
    yield name
    for number in count(2):
        suffix = f" ({number})"
        yield name[: LONGEST_NAME - len(suffix)] + suffix
