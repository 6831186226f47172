"""Counts the people of customers: decided once for each group of people who are alike."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, Value
from django.db.models.lookups import In

from customers.models import Binding, Customer, Domain, KnownUser, Person, Workspace
from customers.models.person import PersonQuerySet
from customers.routing.decision import Decision, Facts, PinFact, decide
from customers.routing.facts import facts_for
from customers.routing.listed_names import TECHNICAL_MAILBOXES


def anybody_at(mail_domain: str) -> str:
    """An address that stands for all at a domain of whom nothing else is known: nobody has it."""
    return f"@{mail_domain}"


def _before(separator: str, text: F | Func) -> Func:
    return Func(text, Value(separator), Value(1), function="split_part", output_field=CharField())


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
    people_there = within_reach(workspace, asked)
    if among is not None:
        people_there = people_there.filter(pk__in=among)
    for decision, group in _decided(workspace, people_there):
        home = decision.customer or inbox
        homes = group.bound_in | ({home} if home is not None else set())
        for customer in homes & counts.keys() if not decision.is_shut_out else ():
            counts[customer] += group.people
    return dict(counts)


def within_reach(workspace: Workspace, customers: list[Customer]) -> PersonQuerySet:
    """The people who may belong to one of these customers, and perhaps others; no blocked ones."""
    people = Person.objects.filter(workspace=workspace, block=None)
    if any(customer.is_inbox for customer in customers):
        return people
    domains = Domain.objects.filter(customer__in=customers)
    known = KnownUser.objects.filter(customer__in=customers)
    reach = Q(pk__in=known.values("person")) | Q(pin__customer__in=customers)
    for name, with_subdomains in domains.values_list("name", "with_subdomains"):
        reach |= Q(mail_domain=name)
        if with_subdomains:
            reach |= Q(mail_domain__endswith=f".{name}")
    return people.filter(reach)


def alike(workspace: Workspace, people: PersonQuerySet) -> Iterator[tuple[Facts, int]]:
    """Groups of ``people`` whom routing can't tell apart: what is known of each of them, and how
    many they are. Those who count anywhere: who has proven their mailbox or whom a customer knows.
    """
    for facts, group in _facts_of_groups(workspace, people):
        yield facts, group.people


def _decided(workspace: Workspace, people: PersonQuerySet) -> Iterator[tuple[Decision, "_Group"]]:
    """Each group of alike people with its Decision."""
    for facts, group in _facts_of_groups(workspace, people):
        yield decide(facts), group


def _facts_of_groups(
    workspace: Workspace, people: PersonQuerySet
) -> Iterator[tuple[Facts, "_Group"]]:
    groups = [*_ordinary(people), *_singled_out(people)]
    anybody = facts_for(workspace, {anybody_at(group.mail_domain) for group in groups})
    for group in groups:
        yield group.facts(anybody[anybody_at(group.mail_domain)]), group


@dataclass(frozen=True)
class _Group:
    """People whom routing can't tell apart."""

    mail_domain: str
    technical: bool
    people: int
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


def _ordinary(people: PersonQuerySet) -> Iterator[_Group]:
    """Those of whom nothing is known but that their mailbox is theirs."""
    ordinary = people.proven().filter(known_in=None, pin=None, approval=None)
    rows = ordinary.values("mail_domain", technical=TECHNICAL).annotate(people=Count("pk"))
    for mail_domain, technical, people_there in rows.values_list(
        "mail_domain", "technical", "people"
    ):
        yield _Group(mail_domain, technical, people_there)


def _singled_out(people: PersonQuerySet) -> Iterator[_Group]:
    """Those whom a customer knows, and those whom an agent has pinned or approved."""
    known = KnownUser.objects.filter(person=OuterRef("pk"))
    active = known.filter(customer__archived_at=None).order_by("customer").values("customer")
    signed = Binding.objects.filter(known_user__person=OuterRef("pk"), customer__archived_at=None)
    signed_in = signed.order_by("customer").values("customer").distinct()
    judged = Q(pin__isnull=False) | Q(approval__isnull=False)
    rows = (
        people.filter(Exists(known) | Q(judged, proven_at__isnull=False))
        .values(
            "mail_domain",
            "pin",
            "pin__customer",
            "approval__customer",
            technical=TECHNICAL,
            knowing=ArraySubquery(active),
            bound=ArraySubquery(signed_in),
            in_vain=Q(pin__customer__archived_at__isnull=False),
        )
        .annotate(people=Count("pk"))
        .values_list(
            "mail_domain",
            "technical",
            "people",
            "knowing",
            "bound",
            "pin",
            "pin__customer",
            "in_vain",
            "approval__customer",
        )
    )
    for mail_domain, technical, number, knowing, bound, pin, pinned_to, in_vain, to in rows:
        fact = None if pin is None else PinFact(pinned_to)
        known_in, bound_in = frozenset(knowing), frozenset(bound)
        yield _Group(mail_domain, technical, number, known_in, bound_in, fact, in_vain, to)
