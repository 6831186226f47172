"""Foresees whom a change of facts moves where: decided once for each group of alike people."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from customers.models import Domain, Person, Workspace
from customers.models.person import PersonQuerySet, at_any_of
from customers.routing.decision import Facts, decide
from customers.routing.people import alike


@dataclass(frozen=True)
class Moves:
    """How many people go from where to where; None is the Shared Email Inbox."""

    people: Counter[tuple[int | None, int | None]] = field(default_factory=Counter)

    @property
    def losing(self) -> int:
        """How many are left without a customer."""
        return sum(n for (_before, after), n in self.people.items() if after is None)

    @property
    def gaining(self) -> int:
        """How many leave the Shared Email Inbox for a customer."""
        return sum(n for (before, _after), n in self.people.items() if before is None)

    @property
    def changing(self) -> int:
        """How many go from one customer to another."""
        return self.people.total() - self.losing - self.gaining


def moves(workspace: Workspace, people: PersonQuerySet, change: Callable[[Facts], Facts]) -> Moves:
    """Where ``change`` would take these people of ``workspace``; nothing is touched."""
    counted: Counter[tuple[int | None, int | None]] = Counter()
    for facts, number in alike(workspace, people.filter(block=None)):
        before, after = decide(facts).customer, decide(change(facts)).customer
        if before != after:
            counted[before, after] += number
    return Moves(counted)


def everybody(workspace: Workspace) -> PersonQuerySet:
    """All people of a workspace."""
    return Person.objects.filter(workspace=workspace)


def people_at(workspace: Workspace, domains: Iterable[Domain]) -> PersonQuerySet:
    """The people whose address one of these domains covers."""
    covered = at_any_of((domain.name, domain.with_subdomains) for domain in domains)
    return everybody(workspace).filter(covered)
