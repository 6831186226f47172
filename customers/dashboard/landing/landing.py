"""Where addresses would land, were they to come now. Nothing is made and nothing is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Customer, Workspace
from customers.proof.addresses import canonical_address
from customers.routing.decision import Decision
from customers.routing.explanation import explain, where
from customers.routing.facts import decisions_for

MOST_ADDRESSES = 1000
BETWEEN = re.compile(r"[\r\n,;]+")


@dataclass(frozen=True)
class Landing:
    """What would become of one address. ``address`` is its canonical form; "" where it is refused,
    and then ``why`` says why. ``home`` is None for the Shared Email Inbox."""

    typed: str
    address: str
    where: str
    why: str
    home: Customer | None = None


def addresses_in(text: str) -> list[str]:
    """The addresses of a text, one a line or parted by commas and semicolons.

    Raises ValidationError for more than MOST_ADDRESSES, and for none.
    """
    typed = [part for part in map(str.strip, BETWEEN.split(text)) if part]
    if not typed:
        raise ValidationError(_("Type an address, or paste many."), code="empty")
    if len(typed) > MOST_ADDRESSES:
        raise ValidationError(
            _("These are %(number)d addresses; at most %(most)d fit. Take some out."),
            code="too_many",
            params={"number": len(typed), "most": MOST_ADDRESSES},
        )
    return typed


def landings(workspace: Workspace, typed: Iterable[str]) -> list[Landing]:
    """What would become of each of these texts, in their order. Three queries, however many."""
    read = [(text, *_read(text)) for text in typed]
    decisions = decisions_for(workspace, [address for _text, address, _refusal in read if address])
    customers = _customers(decisions.values())
    names = {customer.pk: customer.name for customer in customers.values()}

    def landing(text: str, address: str, refusal: str) -> Landing:
        if not address:
            return Landing(text, "", _("Refused"), refusal)
        decision = decisions[address]
        home = customers[decision.customer] if decision.customer else None
        why = explain(decision, address, names)
        return Landing(text, address, where(decision, names), why, home)

    return [landing(*one) for one in read]


def _read(text: str) -> tuple[str, str]:
    """The canonical address and nothing, or nothing and why it is refused."""
    try:
        return canonical_address(text), ""
    except ValidationError as refusal:
        return "", refusal.messages[0]


def _customers(decisions: Iterable[Decision]) -> dict[int, Customer]:
    ids = {customer for decision in decisions for customer in decision.mentioned}
    return Customer.objects.in_bulk(ids)
