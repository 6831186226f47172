"""A claim on a subdomain takes its people from whoever has the domain above it."""

from dataclasses import dataclass

from customers.models import Customer
from customers.routing.decision import decide
from customers.routing.facts import facts_for
from customers.routing.hypotheses import Change
from customers.routing.people import anybody_at


@dataclass(frozen=True)
class Carved:
    """A domain that would be taken from ``customers``, who have it by the one ``above``."""

    name: str
    above: str
    customers: tuple[str, ...]


def carved_by(change: Change) -> list[Carved]:
    """What ``change`` would take so, whether or not anybody has come from there. Three queries."""
    asked = {anybody_at(name): name for name in change.new_names}
    if not asked:
        return []
    found: list[tuple[str, str, frozenset[int]]] = []
    for probe, facts in facts_for(change.workspace, asked).items():
        before, after = decide(change.before(facts)), decide(change.after(facts))
        lost = before.claimed_by - after.claimed_by
        if lost and change.customer.pk in after.claimed_by - before.claimed_by:
            found.append((asked[probe], before.matched_domain or "", lost))
    names = _names({customer for _name, _above, lost in found for customer in lost})
    return [
        Carved(name, above, tuple(sorted(names[customer] for customer in lost)))
        for name, above, lost in found
    ]


def _names(customers: set[int]) -> dict[int, str]:
    if not customers:
        return {}
    return dict(Customer.objects.filter(pk__in=customers).values_list("pk", "name"))
