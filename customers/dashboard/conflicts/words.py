"""What waits for a decision, in words."""

from collections.abc import Iterable, Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from customers.routing.decision import Decision, Reason
from customers.routing.mail_domains import shown
from customers.routing.queue import SharedDomain


def about_domain(shared: SharedDomain) -> str:
    """Who shares a domain."""
    words = {
        "domain": shown(shared.name),
        "customers": _listed(domain.customer.name for domain in shared.domains),
    }
    if shared.below:
        return _("The subdomains of %(domain)s belong to %(customers)s") % words
    return _("%(domain)s belongs to %(customers)s") % words


def about_person(decision: Decision, names: Mapping[int, str]) -> str:
    """Why somebody has to be placed."""
    words = {
        "known": _listed(names[customer] for customer in decision.known_in),
        "claiming": _listed(names[customer] for customer in decision.claimed_by),
        "awaited": _listed(names[customer] for customer in decision.awaiting),
        "domain": shown(decision.matched_domain or ""),
    }
    if decision.reason is Reason.AWAITS_APPROVAL:
        return _("%(domain)s is claimed by %(awaited)s but not proven") % words
    if decision.reason is Reason.DOMAIN_SAYS_ANOTHER:
        return _("Known in %(known)s, but %(domain)s belongs to %(claiming)s") % words
    return _("Known in %(known)s") % words


def _listed(words: Iterable[str]) -> str:
    return get_text_list(sorted(words, key=str.casefold), _("and"))
