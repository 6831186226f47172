"""Sees which customers share a mail domain.

Asked is the one function that decides: here stand only the addresses that it is asked about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from customers.models import Customer, Domain, Workspace
from customers.routing.decision import decide
from customers.routing.facts import facts_for
from customers.routing.mail_domains import MailDomain
from customers.routing.people import anybody_at

# A label that nobody can have (RFC 5891 section 4.2.3.1): it stands for every subdomain.
ANY_SUBDOMAIN = "-"


@dataclass(frozen=True)
class Conflict:
    """A mail domain that several customers share, so that its people go to the Shared Email Inbox.

    ``others`` are the names of the other customers; ``below`` says that it is about subdomains
    alone.
    """

    name: str
    others: tuple[str, ...]
    below: bool = False


def conflicts_now(workspace: Workspace, domains: Iterable[Domain]) -> dict[int, Conflict]:
    """The conflict of each of these domains that is in one, by the domain's id. Three queries."""
    domains = list(domains)
    facts = facts_for(workspace, {probe for domain in domains for probe in probes(domain)})
    sharing: dict[int, tuple[str, frozenset[int]]] = {}
    for domain in domains:
        for probe in probes(domain):
            claimed_by = decide(facts[probe]).claimed_by
            if domain.customer_id in claimed_by and len(claimed_by) > 1:
                sharing.setdefault(domain.pk, (probe, claimed_by - {domain.customer_id}))
    names = _names({customer for _probe, others in sharing.values() for customer in others})
    return {
        domain.pk: _conflict(domain.name, *sharing[domain.pk], names)
        for domain in domains
        if domain.pk in sharing
    }


def probes(domain: Domain | MailDomain) -> list[str]:
    """Addresses that stand for everybody whom a claim on this domain covers."""
    exact = anybody_at(domain.name)
    below = anybody_at(f"{ANY_SUBDOMAIN}.{domain.name}")
    return [exact, below] if domain.with_subdomains else [exact]


def _conflict(name: str, probe: str, others: frozenset[int], names: Mapping[int, str]) -> Conflict:
    shared = tuple(sorted(names[customer] for customer in others))
    return Conflict(name, shared, below=probe != anybody_at(name))


def _names(customers: set[int]) -> dict[int, str]:
    if not customers:
        return {}
    return dict(Customer.objects.filter(pk__in=customers).values_list("pk", "name"))
