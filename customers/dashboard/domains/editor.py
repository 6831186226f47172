"""The domains of customers as chips, and what is being typed beside them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from customers.dashboard.domains import words
from customers.models import Customer, Domain, Workspace
from customers.routing.conflicts import conflicts_now
from customers.routing.mail_domains import shown


@dataclass(frozen=True)
class Chip:
    """One domain of a customer. ``conflict`` says with whom it is shared, if it is.

    ``proof`` says whether it is proven, where the workspace asks for that.
    """

    domain: Domain
    shown: str
    conflict: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Typing:
    """What stands in the field: refused with ``error``, or to be confirmed because of ``notes``.

    ``removed`` is a domain just taken off, as it would be typed, that an undo puts back.
    """

    typed: str = ""
    error: str = ""
    notes: list[str] = field(default_factory=list)
    removed: str = ""


@dataclass(frozen=True)
class Editor:
    """The domains of one customer, with what is being typed."""

    customer: Customer
    chips: list[Chip]
    typing: Typing = Typing()


def editors(
    workspace: Workspace, customers: Iterable[Customer], typing: dict[int, Typing] | None = None
) -> dict[int, Editor]:
    """An editor for each of these customers, by id. Four queries, however many they are."""
    customers = list(customers)
    prefetch_related_objects(customers, "domains")
    domains = {customer.pk: sorted(customer.domains.all(), key=str) for customer in customers}
    conflicts = conflicts_now(workspace, [domain for row in domains.values() for domain in row])

    def chip(domain: Domain) -> Chip:
        conflict = conflicts.get(domain.pk)
        proof = words.proof(domain) if workspace.asks_for_domain_proof else ""
        return Chip(domain, shown(domain.name), words.now(conflict) if conflict else "", proof)

    return {
        customer.pk: Editor(
            customer,
            [chip(domain) for domain in domains[customer.pk]],
            (typing or {}).get(customer.pk, Typing()),
        )
        for customer in customers
    }
