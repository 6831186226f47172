"""The domains of customers as chips, and what is being typed beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from customers.dashboard.domains import words
from customers.dashboard.previews.asking import Asking
from customers.models import Customer, Domain, Workspace
from customers.routing.conflicts import conflicts_now
from customers.routing.mail_domains import shown


@dataclass(frozen=True)
class Chip:
    """One domain of a customer. ``notes`` say what is unusual about it: it is shared, it looks like
    another, an owner let it in. ``openness`` says that anybody can have a mailbox there, ``proof``
    whether it is proven, where the workspace asks."""

    domain: Domain
    shown: str
    notes: tuple[str, ...] = ()
    warns: bool = False
    openness: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Removed:
    """A domain just taken off, as it would be typed, and what puts it back by an undo.

    ``seal`` says that we have offered this very undo (typed.seal_of).
    """

    typed: str
    reason: str = ""
    token: str = ""
    seal: str = ""

    @property
    def name(self) -> str:
        """The domain itself, for people's eyes."""
        return shown(self.typed.removeprefix("*."))

    @property
    def with_subdomains(self) -> bool:
        return self.typed.startswith("*.")


@dataclass(frozen=True)
class Typing:
    """What stands in the field: refused with ``error``, or with a change that is asked about.

    ``suggested`` is what was probably meant. ``may_override``: whoever typed it may give a reason
    for it, of which ``reason`` is what they typed; ``owner_may_override``: they may not, but an
    owner may. ``is_over``: what was begun there is done or left, and the field waits for more.
    """

    typed: str = ""
    error: str = ""
    suggested: str = ""
    may_override: bool = False
    owner_may_override: bool = False
    reason: str = ""
    asking: Asking | None = None
    removed: Removed | None = None
    is_over: bool = False


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
        warnings = (words.now(conflict) if conflict else "", words.likeness(domain.name))
        notes = (*warnings, words.overridden(domain.override_reason))
        proof = words.proof(domain) if workspace.asks_for_domain_proof else ""
        told = tuple(filter(None, notes))
        is_open = words.openness(domain.name) if domain.override_reason else ""
        return Chip(domain, shown(domain.name), told, any([*warnings, is_open]), is_open, proof)

    return {
        customer.pk: Editor(
            customer,
            [chip(domain) for domain in domains[customer.pk]],
            (typing or {}).get(customer.pk, Typing()),
        )
        for customer in customers
    }
