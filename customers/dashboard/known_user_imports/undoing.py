"""Takes the last list back that an agent made known, for as long as they are signed in.

Kept in the session: an address that somebody made up must never offer to remove anybody.
"""

from collections.abc import Sequence

from customers.models import Customer, KnownUser
from customers.routing.known_users import remove_known_users
from customers.team.pages import AgentRequest

IMPORTED = "imported_known_users"  # of the session: [customer, first and last id, how many]


def offer_undo(request: AgentRequest, customer: Customer, made: Sequence[KnownUser]) -> None:
    """The customer's page offers to take these back. One change of a workspace follows another,
    so within the customer nobody else's lie between the first and the last."""
    if made:
        ids = [known.pk for known in made]
        request.session[IMPORTED] = [customer.pk, min(ids), max(ids), len(ids)]


def undo_offered(request: AgentRequest, customer: Customer) -> int:
    """How many known users an undo would take back here; 0 for none."""
    where, _first, _last, number = request.session.get(IMPORTED, (None, 0, 0, 0))
    return number if where == customer.pk else 0


def undo_import(request: AgentRequest, customer: Customer) -> int:
    """Take the last list back. Returns how many are gone."""
    if not undo_offered(request, customer):
        return 0
    _where, first, last, _number = request.session.pop(IMPORTED)
    known = customer.known_users.filter(pk__range=(first, last)).values_list("pk", flat=True)
    return remove_known_users(customer, list(known), request.user)
