"""Keeps, for agents to read, what was decided about each person and after which change.

Access is never read from it: see customers.routing.facts.
"""

from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from customers.models import AuditEntry, PastDecision, Person, Workspace
from customers.routing.decision import Decision, Reason
from customers.routing.facts import decisions_for

BATCH = 1000  # people decided in one transaction: some tenths of a second


def note_arrival(person: Person) -> None:
    """Somebody has come in: keep where they are, if that is news."""
    note_decisions(person.workspace, [person.pk])


@transaction.atomic
def note_decisions(
    workspace: Workspace, people: Iterable[int], causes: Mapping[int, AuditEntry] | None = None
) -> None:
    """Decide these people (ids) anew, and keep what differs from what was kept last.

    ``causes`` gives the change that each is decided after. Six queries for up to BATCH people.
    """
    _take_turn(workspace)
    found = Person.objects.filter(workspace=workspace, pk__in=people)
    emails = dict(found.order_by("pk").values_list("pk", "email"))
    decisions = decisions_for(workspace, emails.values())
    newest = _newest(emails)
    PastDecision.objects.bulk_create(
        [
            _kept(person, decisions[email], (causes or {}).get(person))
            for person, email in emails.items()
            if person not in newest or _says(newest[person]) != _said(decisions[email])
        ],
        batch_size=BATCH,
    )


def decision_of(past: PastDecision) -> Decision:
    """The Decision that was kept."""
    return Decision(
        Reason(past.reason),
        past.customer_id,
        frozenset(past.known_in),
        frozenset(past.claimed_by),
        frozenset(past.awaiting),
        past.matched_domain or None,
    )


def is_of(past: PastDecision, decision: Decision) -> bool:
    """Whether ``decision`` is the one that was kept."""
    return _says(past) == _said(decision)


def _take_turn(workspace: Workspace) -> None:
    """Let those who keep Decisions of a workspace pass one by one, until each commits: two at once
    would keep the same twice.

    Not the people's rows: an arrival holds one and may wait for the workspace's, a change has it
    the other way round.
    """
    with connection.cursor() as cursor:
        turn = f"past decisions {workspace.pk}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [turn])


def _newest(people: Iterable[int]) -> dict[int, PastDecision]:
    kept = PastDecision.objects.filter(person__in=list(people))
    newest = kept.order_by("person", "-pk").distinct("person")
    return {past.person_id: past for past in newest}


def _says(past: PastDecision) -> tuple[object, ...]:
    """What of a Decision makes it another one; the matched domain too, which Decision leaves
    out."""
    return _said(decision_of(past))


def _said(decision: Decision) -> tuple[object, ...]:
    return decision, decision.matched_domain or None


def _kept(person: int, decision: Decision, cause: AuditEntry | None) -> PastDecision:
    return PastDecision(
        person_id=person,
        reason=decision.reason.value,
        customer_id=decision.customer,
        matched_domain=decision.matched_domain or "",
        known_in=sorted(decision.known_in),
        claimed_by=sorted(decision.claimed_by),
        awaiting=sorted(decision.awaiting),
        cause=cause,
    )
