"""Changes of a workspace's facts that nobody has made yet: what would be known, if they were."""

import hashlib
from dataclasses import dataclass, replace

from customers.models import Customer, Domain, Workspace
from customers.models.person import at_any_of
from customers.routing.decision import DomainFact, Facts
from customers.routing.domains import others_with, refuse_twice
from customers.routing.mail_domains import MailDomain
from customers.routing.people import Reach, let_in, within_reach


@dataclass(frozen=True)
class Change:
    """What would be different. ``customer`` is whose change it is.

    ``taken`` are claims, by customer and name, that would be gone; ``given`` those that would be
    there. ``domains`` are the names that the change is about, with its subdomains where it is about
    those. Customers in ``woken`` are archived now and would not be, those in ``ended`` would be.
    """

    customer: Customer
    domains: tuple[MailDomain, ...]
    taken: frozenset[tuple[int, str]] = frozenset()
    given: frozenset[DomainFact] = frozenset()
    active: frozenset[int] = frozenset()
    woken: frozenset[int] = frozenset()
    ended: frozenset[int] = frozenset()

    @property
    def workspace(self) -> Workspace:
        return self.customer.workspace

    @property
    def new_names(self) -> list[str]:
        """The domains that the customer would have and now has not at all."""
        return sorted(
            claim.name for claim in self.given if (claim.customer, claim.name) not in self.taken
        )

    @property
    def identity(self) -> str:
        """The same for two changes only if they are the same one, of the same customer."""
        told: list[object] = [self.workspace.pk, self.customer.pk, self.domains]
        told += [sorted(map(repr, some)) for some in (self.taken, self.given, self.woken)]
        told.append(sorted(map(repr, self.ended)))
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    def before(self, facts: Facts) -> Facts:
        """An address's facts as they are."""
        return replace(facts, active=facts.active - self.woken)

    def after(self, facts: Facts) -> Facts:
        """An address's facts as they would be."""
        kept = {c for c in facts.domains if (c.customer, c.name) not in self.taken}
        active = (facts.active | self.active | self.woken) - self.ended
        return replace(facts, domains=self.given | kept, active=active)

    def reach(self) -> Reach:
        """The people whom the change can reach: nobody else's Decision depends on these facts."""
        if self.woken or self.ended:
            return within_reach(self.workspace, [self.customer])
        there = at_any_of((domain.name, domain.with_subdomains) for domain in self.domains)
        people = let_in(self.workspace).filter(there)
        return Reach(people, people)


def adding(customer: Customer, domain: MailDomain, *, overridden: bool = False) -> Change:
    """``domain`` becomes the customer's, or gains its subdomains.

    Raises ValidationError where the customer has all of it already.
    """
    row = customer.domains.filter(name=domain.name).first()
    if row is not None:
        refuse_twice(row, domain)
        return _flagged(row, with_subdomains=True)
    claim = DomainFact(customer.pk, domain.name, domain.with_subdomains, overridden=overridden)
    return _about(customer, [domain], given=frozenset({claim}))


def leaving_out_subdomains(row: Domain) -> Change:
    """A domain means itself alone."""
    return _flagged(row, with_subdomains=False)


def removing(row: Domain) -> Change:
    """A domain is no longer its customer's."""
    return _about(row.customer, [_named(row)], taken=frozenset({(row.customer_id, row.name)}))


def leaving_to(customer: Customer, name: str) -> Change:
    """Of all customers that have the domain ``name``, only ``customer`` keeps it."""
    others = others_with(customer, name)
    domain = MailDomain(name, any(row.with_subdomains for row in others))
    return _about(customer, [domain], taken=frozenset((row.customer_id, name) for row in others))


def archiving(customer: Customer) -> Change:
    """A customer counts for nothing, with its domains and known users."""
    return Change(customer, _all(customer), ended=frozenset({customer.pk}))


def unarchiving(customer: Customer) -> Change:
    """A customer counts again."""
    return Change(customer, _all(customer), woken=frozenset({customer.pk}))


def _flagged(row: Domain, *, with_subdomains: bool) -> Change:
    claim = DomainFact(
        row.customer_id,
        row.name,
        with_subdomains,
        proven=row.proven_at is not None,
        overridden=row.override_reason != "",
    )
    taken = frozenset({(row.customer_id, row.name)})
    both = MailDomain(row.name, with_subdomains=True)
    return _about(row.customer, [both], taken=taken, given=frozenset({claim}))


def _about(
    customer: Customer,
    domains: list[MailDomain],
    taken: frozenset[tuple[int, str]] = frozenset(),
    given: frozenset[DomainFact] = frozenset(),
) -> Change:
    active = frozenset() if customer.archived_at else frozenset({customer.pk})
    return Change(customer, tuple(domains), taken, given, active)


def _all(customer: Customer) -> tuple[MailDomain, ...]:
    return tuple(_named(row) for row in customer.domains.order_by("name"))


def _named(row: Domain) -> MailDomain:
    return MailDomain(row.name, row.with_subdomains)
