"""Reads the facts that routing weighs: two queries, for one address or for a thousand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from customers.models import Domain, Person, Workspace
from customers.routing.decision import Decision, DomainFact, Facts, PinFact, decide
from customers.routing.mail_domains import ancestors, is_open_to_all, may_match_by_domain


def decision_for(workspace: Workspace, address: str) -> Decision:
    """Where ``address`` (canonical) belongs in ``workspace``, now."""
    return decisions_for(workspace, [address])[address]


def decisions_for(workspace: Workspace, addresses: Iterable[str]) -> dict[str, Decision]:
    """Where each of these canonical addresses belongs in ``workspace``, now."""
    return {address: decide(facts) for address, facts in facts_for(workspace, addresses).items()}


def facts_for(workspace: Workspace, addresses: Iterable[str]) -> dict[str, Facts]:
    """The facts about each of these canonical addresses."""
    addresses = set(addresses)
    names = {address: ancestors(address.rpartition("@")[2]) for address in addresses}
    claims, active = _claims(workspace, {name for all_ in names.values() for name in all_})
    belongings = _belongings(workspace, addresses)
    return {
        address: Facts(
            mail_domain=address.rpartition("@")[2],
            active=active | belongings[address].active,
            known_in=frozenset(belongings[address].known_in),
            domains=frozenset(claim for name in names[address] for claim in claims[name]),
            pin=belongings[address].pin,
            blocked=belongings[address].blocked,
            may_match_by_domain=may_match_by_domain(address),
            open_to_all=is_open_to_all(address.rpartition("@")[2]),
            asks_for_domain_proof=workspace.asks_for_domain_proof,
            asks_for_approval=workspace.asks_for_approval,
            approved_for=belongings[address].approved_for,
        )
        for address in addresses
    }


def _claims(
    workspace: Workspace, names: set[str]
) -> tuple[dict[str, list[DomainFact]], frozenset[int]]:
    """Claims on these domain names by name, and the customers among them that are not archived."""
    claims: dict[str, list[DomainFact]] = defaultdict(list)
    active: set[int] = set()
    rows = Domain.objects.filter(workspace=workspace, name__in=names).values_list(
        "customer",
        "name",
        "with_subdomains",
        "proven_at",
        "override_reason",
        "customer__archived_at",
    )
    for customer, name, with_subdomains, proven_at, override_reason, archived_at in rows:
        is_proven, is_overridden = proven_at is not None, override_reason != ""
        claims[name].append(DomainFact(customer, name, with_subdomains, is_proven, is_overridden))
        if archived_at is None:
            active.add(customer)
    return claims, frozenset(active)


@dataclass
class _Belonging:
    """What is stored about one person."""

    known_in: set[int] = field(default_factory=set)
    pin: PinFact | None = None
    blocked: bool = False
    approved_for: int | None = None
    active: set[int] = field(default_factory=set)

    def add(self, customer: int | None, archived_at: object) -> None:
        if customer is not None and archived_at is None:
            self.active.add(customer)


def _belongings(workspace: Workspace, addresses: set[str]) -> dict[str, _Belonging]:
    """What is stored of these people themselves: a row for each customer that knows one."""
    found: dict[str, _Belonging] = defaultdict(_Belonging)
    rows = Person.objects.filter(workspace=workspace, email__in=addresses).values_list(
        "email",
        "known_in__customer",
        "known_in__customer__archived_at",
        "pin",
        "pin__customer",
        "pin__customer__archived_at",
        "block",
        "approval__customer",
    )
    for email, known, known_archived, pin, pinned_to, pinned_archived, block, approved in rows:
        person = found[email]
        person.add(known, known_archived)
        person.add(pinned_to, pinned_archived)
        if known is not None:
            person.known_in.add(known)
        if pin is not None:
            person.pin = PinFact(pinned_to)
        person.blocked = block is not None
        person.approved_for = approved
    return found
