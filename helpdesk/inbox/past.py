"""What became of a person in the past: where they were put and why, and what was done to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from customers.models import AuditEntry, Customer, PastDecision, Person
from customers.models.ids import id_in
from customers.routing import audit_words
from customers.routing.decision import Decision
from customers.routing.explanation import explain, where
from customers.routing.past_decisions import decision_of, is_of

TURNS_SHOWN = 50
ENTRIES_SHOWN = 50


@dataclass(frozen=True)
class Told:
    """An audit entry in words."""

    at: datetime
    who: str
    what: str
    details: list[str]


@dataclass(frozen=True)
class Turn:
    """A time from which somebody was somewhere else, or for another reason.

    ``cause`` is the change after which it was so; None where they came in.
    """

    at: datetime
    where: str
    why: str
    cause: Told | None


@dataclass(frozen=True)
class Turns:
    """The newest turns behind a key, newest first; ``more`` is the next page's key, or empty."""

    turns: list[Turn]
    more: str


def turns_of(person: Person, before: str = "") -> Turns:
    """Where somebody was put and why, newest first. Two queries."""
    kept = person.past_decisions.select_related("cause__agent", "cause__customer").order_by("-pk")
    if key := id_in(before):
        kept = kept.filter(pk__lt=key)
    page = list(kept[: TURNS_SHOWN + 1])
    page, more = page[:TURNS_SHOWN], page[TURNS_SHOWN:]
    names = _names(map(decision_of, page))
    turns = [_turn(past, person, names) for past in page]
    return Turns(turns, str(page[-1].pk) if more else "")


def since(person: Person, decision: Decision) -> datetime | None:
    """Since when ``decision``, of now, is so; None where that was not kept yet."""
    newest = person.past_decisions.order_by("-pk").first()
    return newest.decided_at if newest and is_of(newest, decision) else None


def entries_about(person: Person) -> list[Told]:
    """What was done to somebody, newest first, at most ENTRIES_SHOWN."""
    entries = AuditEntry.objects.filter(person=person).select_related("agent", "customer")
    return [told(entry) for entry in entries.order_by("-pk")[:ENTRIES_SHOWN]]


def told(entry: AuditEntry) -> Told:
    """An entry in words; its agent and customer are at hand."""
    return Told(
        entry.at, audit_words.who(entry), audit_words.what(entry), audit_words.details(entry)
    )


def _turn(past: PastDecision, person: Person, names: dict[int, str]) -> Turn:
    decision = decision_of(past)
    return Turn(
        at=past.decided_at,
        where=where(decision, names),
        why=explain(decision, person.email, names),
        cause=told(past.cause) if past.cause else None,
    )


def _names(decisions: Iterable[Decision]) -> dict[int, str]:
    customers = {customer for decision in decisions for customer in decision.mentioned}
    return dict(Customer.objects.filter(pk__in=customers).values_list("pk", "name"))
