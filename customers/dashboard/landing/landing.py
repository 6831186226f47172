"""Where addresses would land, were they to come now. Nothing is made and nothing is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.dashboard.landing import words
from customers.dashboard.landing.pasted import bare
from customers.models import Customer, Workspace
from customers.proof.addresses import canonical_address
from customers.routing.decision import Decision
from customers.routing.explanation import where
from customers.routing.facts import decisions_for
from customers.routing.lookalikes import passes_for


@dataclass(frozen=True)
class Landing:
    """What would become of one address. ``address`` is its canonical form; "" where it is refused,
    and then ``why`` says why. ``home`` is None for the Shared Email Inbox."""

    typed: str
    address: str
    where: str
    why: str
    home: Customer | None = None
    is_shut_out: bool = False

    @property
    def looks_like(self) -> str:
        """The domain of plain letters that the address's could be taken for; "" for none."""
        return passes_for(self.address.rpartition("@")[2]) if self.address else ""


def landings(workspace: Workspace, typed: Iterable[str]) -> list[Landing]:
    """What would become of each of these texts, in their order, and once of each address.

    Three queries, however many.
    """
    read: dict[str, tuple[str, str, str]] = {}
    for text, address, refusal in map(_read, typed):
        read.setdefault(address or text, (text, address, refusal))
    addresses = [address for _text, address, _refusal in read.values() if address]
    decisions = decisions_for(workspace, addresses)
    customers = _customers(decisions.values())
    names = {customer.pk: customer.name for customer in customers.values()}

    def landing(text: str, address: str, refusal: str) -> Landing:
        if not address:
            return Landing(text, "", _("Refused"), refusal)
        decision = decisions[address]
        home = customers[decision.customer] if decision.customer else None
        why = words.in_short(decision, address, names)
        place = where(decision, names)
        return Landing(text, address, place, why, home, decision.is_shut_out)

    return [landing(*one) for one in read.values()]


def totals(found: list[Landing]) -> str:
    """How many of these would land where, in words."""
    taken = [one for one in found if one.address]
    shut_out = sum(one.is_shut_out for one in taken)
    homes = [one.home for one in taken if one.home]
    inbox = len(taken) - shut_out - len(homes)
    return words.totals(homes, inbox, shut_out, len(found) - len(taken))


def _read(text: str) -> tuple[str, str, str]:
    """A text with its canonical address and nothing, or nothing and why it is refused."""
    try:
        return text, canonical_address(bare(text)), ""
    except ValidationError as refusal:
        return text, "", words.refused(refusal)


def _customers(decisions: Iterable[Decision]) -> dict[int, Customer]:
    ids = {customer for decision in decisions for customer in decision.mentioned}
    return Customer.objects.in_bulk(ids)
