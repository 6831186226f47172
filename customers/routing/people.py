"""Counts the people of customers: decided once for each group of people who are alike."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, Value
from django.db.models.lookups import In

from customers.models import Binding, Customer, CustomerKind, Domain, KnownUser, Person, Workspace
from customers.models.person import PersonQuerySet, at_domain
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


def within_reach(workspace: Workspace, customers: Iterable[Customer]) -> PersonQuerySet:
    """The people who may belong to one of these customers, and perhaps others."""
    people = Person.objects.filter(workspace=workspace, block=None)
    if any(customer.is_inbox for customer in customers):
        return people
    domains = Domain.objects.filter(customer__in=customers)
    known = KnownUser.objects.filter(customer__in=customers)
    reach = Q(pk__in=known.values("person")) | Q(pin__customer__in=customers)
    for name, with_subdomains in domains.values_list("name", "with_subdomains"):
        reach |= at_domain(name, with_subdomains=with_subdomains)
    return people.filter(reach)


def _decided(workspace: Workspace, people: PersonQuerySet) -> Iterator[tuple[Decision, "Group"]]:
    """Each group of alike people with its Decision."""
    for facts, group in groups_of(workspace, people):
        yield decide(facts), group


def groups_of(
    workspace: Workspace,
    people: PersonQuerySet,
    *,
    counting: frozenset[int] = frozenset(),
    with_rooms: bool = False,
) -> list[tuple[Facts, "Group"]]:
    """These people of ``workspace`` in groups that routing can't tell apart, with their facts.

    Those who have proven their mailbox and those whom a customer knows. Customers ``counting``
    count as active even if they are archived. ``with_rooms`` counts what is theirs in the Shared
    Email Inbox, too. Four queries.
    """
    groups = [*_ordinary(people, with_rooms), *_singled_out(people, counting, with_rooms)]
    facts = facts_for(workspace, {anybody_at(group.mail_domain) for group in groups})
    return [(group.facts(facts[anybody_at(group.mail_domain)]), group) for group in groups]


@dataclass(frozen=True)
class Group:
    """People whom routing can't tell apart."""

    mail_domain: str
    technical: bool
    people: int
    own_rooms: int = 0
    known_in: frozenset[int] = frozenset()
    bound_in: frozenset[int] = frozenset()
    pin: PinFact | None = None
    pinned_in_vain: bool = False

    def facts(self, anybody: Facts) -> Facts:
        """What is known of each of them: what is known of anybody there, and their own."""
        pinned_to = {self.pin.customer} if self.pin and self.pin.customer else set()
        pinned_to = set() if self.pinned_in_vain else pinned_to
        return replace(
            anybody,
            active=anybody.active | self.known_in | pinned_to,
            known_in=self.known_in,
            pin=self.pin,
            may_match_by_domain=anybody.may_match_by_domain and not self.technical,
        )


def _ordinary(people: PersonQuerySet, with_rooms: bool) -> Iterator[Group]:
    """Those of whom nothing is known but that their mailbox is theirs."""
    alike = people.proven().filter(known_in=None, pin=None)
    rows = alike.values("mail_domain", technical=TECHNICAL).annotate(**_counts(with_rooms))
    for mail_domain, technical, number, rooms_there in rows.values_list(*ALIKE):
        yield Group(mail_domain, technical, number, rooms_there)


ALIKE = ("mail_domain", "technical", "people", "rooms_of_their_own")


def _counts(with_rooms: bool) -> dict[str, Any]:
    """How many people are alike and, only if asked for, how many rooms of their own they have."""
    if not with_rooms:
        return {"people": Count("pk"), "rooms_of_their_own": Value(0)}
    in_inbox = Q(own_rooms__customer__kind=CustomerKind.INBOX)
    rooms = Count("own_rooms", filter=in_inbox, distinct=True)
    return {"people": Count("pk", distinct=True), "rooms_of_their_own": rooms}


def _singled_out(
    people: PersonQuerySet, counting: frozenset[int], with_rooms: bool
) -> Iterator[Group]:
    """Those whom a customer knows or an agent has pinned."""
    counts = Q(customer__archived_at=None) | Q(customer__in=counting)
    in_vain = Q(pin__customer__archived_at__isnull=False) & ~Q(pin__customer__in=counting)
    known = KnownUser.objects.filter(person=OuterRef("pk"))
    active = known.filter(counts).order_by("customer").values("customer")
    signed = Binding.objects.filter(counts, known_user__person=OuterRef("pk"))
    bound = signed.order_by("customer").values("customer").distinct()
    rows = (
        people.filter(Exists(known) | Q(pin__isnull=False, proven_at__isnull=False))
        .values(
            "mail_domain",
            "pin",
            "pin__customer",
            technical=TECHNICAL,
            knowing=ArraySubquery(active),
            bound=ArraySubquery(bound),
            in_vain=in_vain,
        )
        .annotate(**_counts(with_rooms))
        .values_list(*ALIKE, "knowing", "bound", "pin", "pin__customer", "in_vain")
    )
    for mail_domain, technical, number, rooms_there, *own in rows:
        knowing, bound_in, pin, pinned_to, pinned_in_vain = own
        fact = None if pin is None else PinFact(pinned_to)
        known_in, signed_in = frozenset(knowing), frozenset(bound_in)
        yield Group(
            mail_domain,
            technical,
            number,
            rooms_there,
            known_in,
            signed_in,
            fact,
            pinned_in_vain,
        )
