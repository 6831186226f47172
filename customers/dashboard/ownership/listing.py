"""Domains with what is known of their proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from customers.dashboard.ownership import words
from customers.models import Domain, Finding, Workspace
from customers.models.ids import id_in
from customers.routing.mail_domains import shown
from customers.routing.ownership import unsettled_domains
from customers.routing.txt_records import record_name, record_value

PAGE = 20
PATIENCE = timedelta(seconds=30)  # in which the worker should have answered


@dataclass(frozen=True)
class Proof:
    """One domain of a customer, with the record that would prove it."""

    domain: Domain
    shown: str
    record_name: str
    record_value: str

    @property
    def is_due(self) -> bool:
        """Whether somebody asked for a look that has not been taken yet."""
        asked, checked = self.domain.proof_asked_at, self.domain.proof_checked_at
        return asked is not None and (checked is None or checked < asked)

    @property
    def is_checking(self) -> bool:
        """Whether it is due, and the answer may still be expected soon."""
        asked = self.domain.proof_asked_at
        return self.is_due and asked is not None and timezone.now() - asked < PATIENCE

    @property
    def finding(self) -> str:
        """What the last look found, in words."""
        return words.found(Finding(self.domain.proof_finding))


@dataclass(frozen=True)
class Proofs:
    """One page of them. ``after`` is the key that the next page begins behind, or nothing."""

    rows: list[Proof]
    after: str


def proofs(workspace: Workspace, after: str = "") -> Proofs:
    """The domains without a settled proof, by name, behind the domain of the id ``after``."""
    found = unsettled_domains(workspace).select_related("customer").order_by("name", "pk")
    last = Domain.objects.filter(workspace=workspace, pk=id_in(after)).first()
    if last:
        found = found.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    page = list(found[: PAGE + 1])
    page, more = page[:PAGE], page[PAGE:]
    return Proofs(_made(page), str(page[-1].pk) if more else "")


def proof_of(domain: Domain) -> Proof:
    """The same of one domain."""
    return _made([domain])[0]


def _made(domains: Iterable[Domain]) -> list[Proof]:
    return [
        Proof(
            domain,
            shown(domain.name),
            record_name(domain.name),
            record_value(domain.proof_token),
        )
        for domain in domains
    ]
