"""What waits for an agent's decision: who and which domains are in the Shared Email Inbox because
several customers claim them, or because nobody has approved them yet.

Queries find who may be concerned; the one function that decides says who is.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from customers.models import Domain, KnownUser, LeftConflict, Person, Workspace
from customers.models.ids import id_in
from customers.models.person import PersonQuerySet
from customers.routing.conflicts import Conflict, conflicts_now
from customers.routing.decision import Decision, Reason
from customers.routing.facts import decisions_for
from customers.routing.suffixes import claimed

PAGE = 20
MOST_COUNTED = 99
CHUNK = 100  # that are weighed together
MOST_CHUNKS = 5  # for one page; what is behind them comes with the next one
TORN = {Reason.KNOWN_IN_SEVERAL, Reason.DOMAIN_SAYS_ANOTHER}


@dataclass(frozen=True)
class Page[Row]:
    """``after`` is the key that the next page begins behind, or nothing."""

    rows: list[Row]
    after: str = ""


@dataclass(frozen=True)
class SharedDomain:
    """A domain that several active customers have, so that its people are in the inbox.

    ``below`` says that it is about its subdomains alone.
    """

    domains: tuple[Domain, ...]
    below: bool

    @property
    def name(self) -> str:
        return self.domains[0].name

    @property
    def customers(self) -> list[int]:
        """The ids of those who share it, in order."""
        return sorted(domain.customer_id for domain in self.domains)


@dataclass(frozen=True)
class Undecided:
    """Somebody whom an agent has to place, with what routing weighed."""

    person: Person
    decision: Decision


def shared_domains(workspace: Workspace, after: str = "", size: int = PAGE) -> Page[SharedDomain]:
    """By name, behind ``after``; without those that were left as they are."""
    active = Domain.objects.filter(workspace=workspace, customer__archived_at=None)
    several = active.values("name").annotate(number=Count("pk")).filter(number__gt=1)
    names = several.order_by("name").values_list("name", flat=True)

    def weigh(chunk: list[str]) -> list[tuple[str, SharedDomain]]:
        return [(found.name, found) for found in shared_among(workspace, chunk)]

    return _page(lambda key: list(names.filter(name__gt=key)[:CHUNK]), str, weigh, after, size)


def shared_among(workspace: Workspace, names: Collection[str]) -> list[SharedDomain]:
    """Those of these names that wait, by name: five queries, none for no name."""
    shared = all_shared(workspace, names)
    if not shared:
        return []
    left = dict(
        LeftConflict.objects.filter(workspace=workspace, name__in=names).values_list(
            "name", "customers"
        )
    )
    return [found for found in shared if left.get(found.name) != found.customers]


def all_shared(workspace: Workspace, names: Collection[str]) -> list[SharedDomain]:
    """Those of these names that several customers share, left or not, by name: four queries."""
    if not names:
        return []
    domains = list(
        Domain.objects.filter(workspace=workspace, customer__archived_at=None, name__in=names)
        .select_related("customer")
        .order_by("name", "customer__name")
    )
    conflicts = conflicts_now(workspace, domains)
    shared = [_shared(domains, conflicts, name) for name in sorted(names)]
    return [found for found in shared if found]


def _shared(
    domains: list[Domain], conflicts: dict[int, Conflict], name: str
) -> SharedDomain | None:
    rows = [domain for domain in domains if domain.name == name and domain.pk in conflicts]
    if not rows:
        return None
    return SharedDomain(tuple(rows), below=all(conflicts[row.pk].below for row in rows))


def torn_people(workspace: Workspace, after: str = "", size: int = PAGE) -> Page[Undecided]:
    """Known in several customers, or in one while the domain says another; the oldest first."""
    known = KnownUser.objects.filter(workspace=workspace, customer__archived_at=None)
    elsewhere = KnownUser.objects.filter(person=OuterRef("person"), customer__archived_at=None)
    another = ~Q(customer=OuterRef("customer"))
    several = Q(Exists(elsewhere.filter(another)))
    concerned = Q()
    for condition in (several, *claimed("person__mail_domain", another)):
        concerned |= Q(pk__in=known.filter(condition).values("person"))
    people = _unplaced(workspace).filter(concerned).order_by("pk")
    return _people_page(workspace, people, TORN, after, size)


def awaiting_approval(workspace: Workspace, after: str = "", size: int = PAGE) -> Page[Undecided]:
    """Who waits because their domain is not proven, the oldest first. None where it need not be."""
    if not workspace.asks_for_approval:
        return Page([])
    everybody = _unplaced(workspace).proven()
    concerned = Q()
    for condition in claimed("mail_domain", Q(proven_at=None)):
        concerned |= Q(pk__in=everybody.filter(condition).values("pk"))
    counting = Q(proven_at__isnull=False) | Q(customer=OuterRef("approval__customer"))
    known = KnownUser.objects.filter(person=OuterRef("pk"), customer__archived_at=None)
    itself, above = claimed("mail_domain", counting)
    people = everybody.filter(concerned).exclude(Exists(known)).exclude(itself | above)
    people = people.order_by("pk")
    return _people_page(workspace, people, {Reason.AWAITS_APPROVAL}, after, size)


def number_waiting(workspace: Workspace) -> int:
    """How many decisions wait; of each kind at most MOST_COUNTED are counted."""
    lists = (shared_domains, torn_people, awaiting_approval)
    return sum(len(waiting(workspace, size=MOST_COUNTED).rows) for waiting in lists)


def _unplaced(workspace: Workspace) -> PersonQuerySet:
    """Those of whom no agent has said where they belong."""
    in_vain = Q(pin__customer__archived_at__isnull=False)
    return Person.objects.filter(Q(pin=None) | in_vain, workspace=workspace, block=None)


def _people_page(
    workspace: Workspace, people: PersonQuerySet, reasons: set[Reason], after: str, size: int
) -> Page[Undecided]:
    def weigh(chunk: list[Person]) -> list[tuple[str, Undecided]]:
        if not chunk:
            return []
        decisions = decisions_for(workspace, [person.email for person in chunk])
        weighed = [Undecided(person, decisions[person.email]) for person in chunk]
        return [(str(one.person.pk), one) for one in weighed if one.decision.reason in reasons]

    def fetch(key: str) -> list[Person]:
        return list(people.filter(pk__gt=id_in(key))[:CHUNK])

    return _page(fetch, lambda person: str(person.pk), weigh, after, size)


def _page[Candidate, Row](
    fetch: Callable[[str], list[Candidate]],
    key: Callable[[Candidate], str],
    weigh: Callable[[list[Candidate]], list[tuple[str, Row]]],
    after: str,
    size: int,
) -> Page[Row]:
    """The first ``size`` rows behind ``after`` that are left of the candidates once weighed."""
    kept: list[tuple[str, Row]] = []
    for _number in range(MOST_CHUNKS):
        candidates = fetch(after)
        kept += weigh(candidates)
        if len(kept) > size:
            return Page([row for _key, row in kept[:size]], kept[size - 1][0])
        if len(candidates) < CHUNK:
            after = ""
            break
        after = key(candidates[-1])
    return Page([row for _key, row in kept], after)
