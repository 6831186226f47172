"""Counts the people of customers: decided once for each group of people who are alike."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, Value
from django.db.models.lookups import In

from customers.models import (
    Approval,
    Binding,
    Block,
    Customer,
    Domain,
    KnownUser,
    Person,
    Pin,
    Workspace,
)
from customers.models.person import PersonQuerySet, at_any_of
from customers.routing.decision import Decision, Facts, PinFact, decide
from customers.routing.facts import facts_for
from customers.routing.listed_names import TECHNICAL_MAILBOXES


def anybody_at(mail_domain: str) -> str:
    """An address that stands for all at a domain of whom nothing else is known: nobody has it."""
    return f"@{mail_domain}"


def _before(separator: str, text: F | Func) -> Func:
    return Func(text, Value(separator), Value(1), function="split_part", output_field=CharField())


IS_KNOWN = Exists(KnownUser.objects.filter(person=OuterRef("pk")))
IS_PINNED = Exists(Pin.objects.filter(person=OuterRef("pk")))
IS_APPROVED = Exists(Approval.objects.filter(person=OuterRef("pk")))
# Those of whom more is known than that their mailbox is theirs.
IS_JUDGED = Q(pin__isnull=False) | Q(approval__isnull=False)
IS_SINGLE = IS_KNOWN | Q(IS_JUDGED, proven_at__isnull=False)
# Whether the mailbox is one of machines or of a role: see mail_domains.may_match_by_domain.
TECHNICAL = In(_before("+", _before("@", F("email"))), sorted(TECHNICAL_MAILBOXES))


def people_per_customer(
    workspace: Workspace, customers: Iterable[Customer], among: PersonQuerySet | None = None
) -> dict[int, int]:
    """How many people belong now to each of these customers of ``workspace``, by the customer's id.

    Counted are those who have proven their mailbox and those whom a customer knows, where the
    Decision is that customer; and once, whatever the Decision, whom the vendor's token signs in
    there. Only those ``among`` some people, if given. At most five queries, however many customers
    and people there are.
    """
    asked = list(customers)
    inbox = next((customer.pk for customer in asked if customer.is_inbox), None)
    counts = Counter(dict.fromkeys((customer.pk for customer in asked), 0))
    reach = within_reach(workspace, asked)
    if among is not None:
        reach = Reach(*(people.filter(pk__in=among) for people in (reach.alike, reach.single)))
    for decision, group in _decided(workspace, reach):
        home = decision.customer or inbox
        homes = group.bound_in | ({home} if home is not None else set())
        for customer in homes & counts.keys() if not decision.is_shut_out else ():
            counts[customer] += group.people
    return dict(counts)


@dataclass(frozen=True)
class Reach:
    """People of whom to ask: of ``alike`` those of whom nothing is known but their mailbox, and of
    ``single`` those whom a customer knows or an agent has pinned or approved."""

    alike: PersonQuerySet
    single: PersonQuerySet


def within_reach(workspace: Workspace, customers: Iterable[Customer]) -> Reach:
    """The people who may belong to one of these customers, and perhaps others."""
    people = let_in(workspace)
    if any(customer.is_inbox for customer in customers):
        return Reach(people, people)
    domains = Domain.objects.filter(customer__in=customers)
    there = people.filter(at_any_of(domains.values_list("name", "with_subdomains")))
    known = KnownUser.objects.filter(customer__in=customers).values("person")
    pinned = Pin.objects.filter(customer__in=customers).values("person")
    # A union: with OR between them, no index would be used
    single = there.filter(IS_SINGLE).values("pk").union(known, pinned)
    return Reach(there, people.filter(pk__in=single))


def let_in(workspace: Workspace) -> PersonQuerySet:
    """The people of ``workspace`` who are not shut out."""
    blocks = Block.objects.filter(person=OuterRef("pk"))
    return Person.objects.filter(~Exists(blocks), workspace=workspace)


def alike(workspace: Workspace, people: PersonQuerySet) -> Iterator[tuple[Facts, int]]:
    """Groups of ``people`` whom routing can't tell apart: what is known of each of them, and how
    many they are. Those who count anywhere: who has proven their mailbox or whom a customer knows.
    """
    for facts, group in groups_of(workspace, Reach(people, people)):
        yield facts, group.people


def _decided(workspace: Workspace, reach: Reach) -> Iterator[tuple[Decision, "Group"]]:
    """Each group of alike people with its Decision."""
    for facts, group in groups_of(workspace, reach):
        yield decide(facts), group


def groups_of(
    workspace: Workspace,
    reach: Reach,
    counting: frozenset[int] = frozenset(),
    having: Exists | None = None,
) -> list[tuple[Facts, "Group"]]:
    """The people within ``reach`` in groups that routing can't tell apart, with their facts.

    Those who have proven their mailbox and those whom a customer knows. Customers ``counting``
    count as active even if they are archived. How many of each group are ``having`` something is
    counted, too, if asked for. Four queries.
    """
    groups = [*_ordinary(reach.alike, having), *_singled_out(reach.single, counting, having)]
    facts = facts_for(workspace, {anybody_at(group.mail_domain) for group in groups})
    return [(group.facts(facts[anybody_at(group.mail_domain)]), group) for group in groups]


@dataclass(frozen=True)
class Group:
    """People whom routing can't tell apart."""

    mail_domain: str
    technical: bool
    people: int
    having: int = 0
    known_in: frozenset[int] = frozenset()
    bound_in: frozenset[int] = frozenset()
    pin: PinFact | None = None
    pinned_in_vain: bool = False
    approved_for: int | None = None

    def facts(self, anybody: Facts) -> Facts:
        """What is known of each of them: what is known of anybody there, and their own."""
        pinned_to = {self.pin.customer} if self.pin and self.pin.customer else set()
        pinned_to = set() if self.pinned_in_vain else pinned_to
        return replace(
            anybody,
            active=anybody.active | self.known_in | pinned_to,
            known_in=self.known_in,
            pin=self.pin,
            approved_for=self.approved_for,
            may_match_by_domain=anybody.may_match_by_domain and not self.technical,
        )


ALIKE = ("mail_domain", "technical", "people", "having")


def _counts(having: Exists | None) -> dict[str, Any]:
    return {
        "people": Count("pk"),
        "having": Value(0) if having is None else Count("pk", filter=having),
    }


def _ordinary(people: PersonQuerySet, having: Exists | None) -> Iterator[Group]:
    """Those of whom nothing is known but that their mailbox is theirs."""
    alike = people.proven().filter(~IS_KNOWN, ~IS_PINNED, ~IS_APPROVED)
    rows = alike.values("mail_domain", technical=TECHNICAL).annotate(**_counts(having))
    for mail_domain, technical, number, having_it in rows.values_list(*ALIKE):
        yield Group(mail_domain, technical, number, having_it)


def _singled_out(
    people: PersonQuerySet, counting: frozenset[int], having: Exists | None
) -> Iterator[Group]:
    """Those whom a customer knows, and those whom an agent has pinned or approved."""
    counts = Q(customer__archived_at=None) | Q(customer__in=counting)
    known = KnownUser.objects.filter(counts, person=OuterRef("pk"))
    active = known.order_by("customer").values("customer")
    signed = Binding.objects.filter(counts, known_user__person=OuterRef("pk"))
    bound = signed.order_by("customer").values("customer").distinct()
    pin_in_vain = Q(pin__customer__archived_at__isnull=False) & ~Q(pin__customer__in=counting)
    rows = (
        people.filter(IS_SINGLE)
        .values(
            "mail_domain",
            "pin",
            "pin__customer",
            technical=TECHNICAL,
            knowing=ArraySubquery(active),
            bound=ArraySubquery(bound),
            in_vain=pin_in_vain,
        )
        .annotate(**_counts(having))
        .values_list(
            *ALIKE, "knowing", "bound", "pin", "pin__customer", "in_vain", "approval__customer"
        )
    )
    for mail_domain, technical, number, having_it, *own in rows:
        knowing, bound_in, pin, pinned_to, pinned_in_vain, approved_for = own
        yield Group(
            mail_domain,
            technical,
            number,
            having_it,
            known_in=frozenset(knowing),
            bound_in=frozenset(bound_in),
            pin=None if pin is None else PinFact(pinned_to),
            pinned_in_vain=pinned_in_vain,
            approved_for=approved_for,
        )
