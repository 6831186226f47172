"""What would become of each line of a list: told before anything is done."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.dashboard.known_user_imports.reading import Line
from customers.models import Customer, KnownUser
from customers.proof.addresses import canonical_address
from customers.proof.names import clean_name
from customers.routing.decision import Decision, decide
from customers.routing.explanation import explain, where
from customers.routing.facts import facts_for


class Outcome(TextChoices):
    """What becomes of a line."""

    REFUSED = "refused", gettext_lazy("Refused")
    ELSEWHERE = "elsewhere", gettext_lazy("Will be added, and go elsewhere")
    DOUBLE = "double", gettext_lazy("Twice in the list")
    KNOWN = "known", gettext_lazy("Known here already")
    ADDED = "added", gettext_lazy("Will be added")


@dataclass(frozen=True)
class Result:
    """What becomes of one line. ``address`` and ``name`` are as they will be stored."""

    line: Line
    outcome: Outcome
    why: str = ""
    address: str = ""
    name: str = ""


@dataclass(frozen=True)
class Plan:
    """What becomes of a whole list at a customer."""

    customer: Customer
    results: list[Result]

    @cached_property
    def people(self) -> dict[str, str]:
        """Who will be added: the name of each by their canonical address."""
        added = {Outcome.ADDED, Outcome.ELSEWHERE}
        return {result.address: result.name for result in self.results if result.outcome in added}

    @cached_property
    def counts(self) -> Counter[Outcome]:
        return Counter(result.outcome for result in self.results)

    @cached_property
    def seal(self) -> str:
        """A text that is another one for every other plan, and at every other customer."""
        where = (self.customer.workspace_id, self.customer.pk)
        told = [(r.line, r.outcome.value, r.why, r.address, r.name) for r in self.results]
        return hashlib.sha256(repr((where, told)).encode()).hexdigest()

    def of(self, outcome: Outcome) -> list[Result]:
        return [result for result in self.results if result.outcome == outcome]


def plan(customer: Customer, lines: Iterable[Line]) -> Plan:
    """What would become of these lines, were they added to ``customer`` now.

    Four queries, however many lines.
    """
    read = [_read(line) for line in lines]
    addresses = {result.address for result in read if result.address}
    known = set(
        KnownUser.objects.filter(customer=customer, person__email__in=addresses).values_list(
            "person__email", flat=True
        )
    )
    decisions = _decisions(customer, addresses - known)
    elsewhere = _elsewhere(customer, decisions)
    seen: dict[str, int] = {}

    def told(result: Result) -> Result:
        address = result.address
        if not address:
            return result
        first = seen.setdefault(address, result.line.number)
        if first != result.line.number:
            why = _("As in line %(number)d.") % {"number": first}
            return replace(result, outcome=Outcome.DOUBLE, why=why)
        if address in known:
            return replace(result, outcome=Outcome.KNOWN)
        if address in elsewhere:
            return replace(result, outcome=Outcome.ELSEWHERE, why=elsewhere[address])
        return result

    return Plan(customer, [told(result) for result in read])


def _read(line: Line) -> Result:
    try:
        address, name = canonical_address(line.email), clean_name(line.name)
    except ValidationError as refusal:
        return Result(line, Outcome.REFUSED, refusal.messages[0])
    return Result(line, Outcome.ADDED, address=address, name=name)


def _decisions(customer: Customer, addresses: Iterable[str]) -> dict[str, Decision]:
    """Where each would belong if ``customer`` knew them: by the function that decides. Counted as
    if it were active, for an archived one comes back with its known users."""
    here = frozenset({customer.pk})
    return {
        address: decide(replace(facts, known_in=facts.known_in | here, active=facts.active | here))
        for address, facts in facts_for(customer.workspace, addresses).items()
    }


def _elsewhere(customer: Customer, decisions: dict[str, Decision]) -> dict[str, str]:
    """Where those would be who would not be in ``customer``, and why."""
    away = {
        address: decision
        for address, decision in decisions.items()
        if decision.customer != customer.pk
    }
    ids = {pk for decision in away.values() for pk in decision.mentioned}
    names = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {
        address: f"{where(decision, names)}: {explain(decision, address, names)}"
        for address, decision in away.items()
    }
