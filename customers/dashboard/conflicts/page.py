"""The queue of decisions as agents see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from customers.dashboard.conflicts import words
from customers.models import Customer, LeftConflict, Person
from customers.routing.answers import people_held
from customers.routing.left_domains import left_domains
from customers.routing.queue import (
    Page,
    SharedDomain,
    Undecided,
    awaiting_approval,
    shared_domains,
    torn_people,
)
from customers.team.pages import AgentRequest


@dataclass(frozen=True)
class DomainRow:
    """A shared domain; ``people`` are those in the inbox because of that."""

    shared: SharedDomain
    about: str
    people: int


@dataclass(frozen=True)
class PersonRow:
    """Somebody to be placed; ``customers`` are those that could be theirs."""

    person: Person
    about: str
    customers: list[Customer]


@dataclass(frozen=True)
class LeftRow:
    """A domain that was left with all who share it."""

    left: LeftConflict
    about: str


def queue(request: AgentRequest) -> dict[str, Any]:
    """The three lists, each at its own page, and what was left as it is. At most 26 queries,
    however much waits."""
    workspace, asked = request.workspace, request.GET
    domains = shared_domains(workspace, asked.get("domains", ""))
    people = torn_people(workspace, asked.get("people", ""))
    visits = awaiting_approval(workspace, asked.get("visits", ""))
    held = people_held(workspace, domains.rows) if domains.rows else {}
    customers = _customers([*people.rows, *visits.rows])
    rows = [
        DomainRow(shared, words.about_domain(shared), held[shared.name]) for shared in domains.rows
    ]
    return {
        "domains": Page(rows, domains.after),
        "people": Page(_person_rows(people.rows, customers), people.after),
        "visits": Page(_person_rows(visits.rows, customers), visits.after),
        "left": [
            LeftRow(one.left, words.about_domain(one.shared)) for one in left_domains(workspace)
        ],
    }


def _customers(undecided: Iterable[Undecided]) -> dict[int, Customer]:
    mentioned = {customer for one in undecided for customer in one.decision.mentioned}
    return Customer.objects.in_bulk(mentioned) if mentioned else {}


def _person_rows(undecided: list[Undecided], customers: dict[int, Customer]) -> list[PersonRow]:
    """Their rooms come through the relation: what a room is, is known a storey above."""
    prefetch_related_objects([one.person for one in undecided], "own_rooms")
    names = {pk: customer.name for pk, customer in customers.items()}
    return [
        PersonRow(
            one.person,
            words.about_person(one.decision, names),
            sorted((customers[pk] for pk in one.decision.mentioned), key=lambda found: found.name),
        )
        for one in undecided
    ]
