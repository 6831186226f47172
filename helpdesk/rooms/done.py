"""What somebody has just done to a room, said on the page that they come back to.

The address says which act it was: in a vendor's frame no cookie could carry a sentence.
"""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from customers.models import Customer
from helpdesk.models import Room

NAME = "done"  # of the field in the address


def with_done(url: str, act: str) -> str:
    """The address of a page that says that ``act`` was done."""
    return f"{url}?{urlencode({NAME: act})}"


def done_in(act: str, room: Room) -> str:
    """What was done, in words that are true of ``room`` now, however old the address is; "" for
    what is no act."""
    if act == "archive":
        return _("The room is archived.") if room.archived_at else _("The room is back.")
    if act == "make":
        return "" if room.last_seq else _("The room is made.")
    if act == "share":
        return "" if room.is_private else _shared_with(room.customer)
    return {
        "add": _("Added. They can read this room now."),
        "invite": _("Invited. Who has not been here yet gets a link by email."),
        "leave": _("You have left that room."),
        "remove": _("Removed. They can't read this room any more."),
        "rename": _("This room is called %(name)s now.") % {"name": room.name},
    }.get(act, "")


def _shared_with(customer: Customer) -> str:
    return _("Shared. Everybody at %(name)s can read this room now.") % {"name": customer.name}
