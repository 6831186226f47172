"""Says in words why somebody is where they are: for agents, never for visitors."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.routing.decision import Decision, Reason
from customers.routing.mail_domains import (
    is_open_to_all,
    is_public_suffix,
    is_reserved,
    is_technical,
    shown,
)


def explain(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    """One sentence on why ``address`` is where ``decision`` puts it.

    ``names`` gives the name of every customer that the Decision mentions.
    """
    return SENTENCES[decision.reason](decision, address, names)


def listed(words: Iterable[str]) -> str:
    """Words in one phrase, in alphabetical order: ``Acme, Birch and Cedar Works``."""
    *first, last = sorted(words, key=str.casefold)
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def _blocked(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    return _("%(address)s is blocked and can't enter any room.") % {"address": address}


def _pinned(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    return _("An agent placed them with %(customer)s.") % {"customer": _home(decision, names)}


def _pinned_to_inbox(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    return _("An agent left them in the Shared Email Inbox.")


def _known(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    return _("Known in %(customers)s.") % {"customers": _all(decision.known_in, names)}


def _claimed(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    return _("%(domain)s belongs to %(customers)s.") % _claim(decision, names)


def _known_and_claimed(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    return _("Known in %(known)s, and %(domain)s belongs to %(customers)s.") % {
        "known": _all(decision.known_in, names),
        **_claim(decision, names),
    }


def _known_elsewhere(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    return _("Known in %(known)s, but %(domain)s belongs to %(customers)s.") % {
        "known": _all(decision.known_in, names),
        **_claim(decision, names),
    }


def _unclaimed(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    mailbox, _at, domain = address.rpartition("@")
    words = {"domain": shown(domain), "mailbox": mailbox}
    if is_open_to_all(domain):
        return _("%(domain)s gives mailboxes to everybody, so it names no customer.") % words
    if is_public_suffix(domain) or is_reserved(domain):
        return _("%(domain)s is a name that no customer can have.") % words
    if is_technical(address):
        return _("%(mailbox)s@ is a technical mailbox, so its domain names no customer.") % words
    return _("Nobody claims %(domain)s.") % words


def _awaiting(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    return _("Their domain %(domain)s is claimed by %(customers)s but not proven.") % {
        "domain": shown(decision.matched_domain or ""),
        "customers": _all(decision.awaiting, names),
    }


SENTENCES: dict[Reason, Callable[[Decision, str, Mapping[int, str]], str]] = {
    Reason.BLOCKED: _blocked,
    Reason.PINNED: _pinned,
    Reason.PINNED_TO_INBOX: _pinned_to_inbox,
    Reason.KNOWN_USER: _known,
    Reason.KNOWN_IN_SEVERAL: _known,
    Reason.DOMAIN: _claimed,
    Reason.DOMAIN_IN_SEVERAL: _claimed,
    Reason.KNOWN_USER_AND_DOMAIN: _known_and_claimed,
    Reason.DOMAIN_SAYS_ANOTHER: _known_elsewhere,
    Reason.AWAITS_APPROVAL: _awaiting,
    Reason.UNCLAIMED: _unclaimed,
}


# The rule that decided, whomever it was about: see docs/routing.md.
RULES: dict[Reason, Promise] = {
    Reason.BLOCKED: gettext_lazy("A block shuts out, whatever else is known."),
    Reason.PINNED: gettext_lazy("What an agent said comes before all but a block."),
    Reason.PINNED_TO_INBOX: gettext_lazy("What an agent said comes before all but a block."),
    Reason.KNOWN_USER: gettext_lazy("One customer knows them, and their domain names no other."),
    Reason.DOMAIN: gettext_lazy("One customer has their domain."),
    Reason.KNOWN_USER_AND_DOMAIN: gettext_lazy("The one that knows them has their domain too."),
    Reason.KNOWN_IN_SEVERAL: gettext_lazy(
        "Known in several customers, so an agent has to say which is meant."
    ),
    Reason.DOMAIN_IN_SEVERAL: gettext_lazy(
        "Several customers share the domain, so an agent has to say which is meant."
    ),
    Reason.DOMAIN_SAYS_ANOTHER: gettext_lazy(
        "The customer that knows them is not the one that has their domain."
    ),
    Reason.AWAITS_APPROVAL: gettext_lazy(
        "Their domain is claimed but not proven, so an agent has to approve their first visit."
    ),
    Reason.UNCLAIMED: gettext_lazy("No customer knows them or has their domain."),
}


def where(decision: Decision, names: Mapping[int, str]) -> str:
    """The name of where ``decision`` puts somebody."""
    if decision.is_shut_out:
        return _("Shut out")
    return _home(decision, names) or _("Shared Email Inbox")


def shown_address(address: str) -> str:
    """An address for people's eyes: an international domain in both its forms."""
    mailbox, _at, domain = address.rpartition("@")
    return f"{mailbox}@{shown(domain)}"


def _home(decision: Decision, names: Mapping[int, str]) -> str:
    return names[decision.customer] if decision.customer else ""


def _all(customers: Iterable[int], names: Mapping[int, str]) -> str:
    return listed(names[customer] for customer in customers)


def _claim(decision: Decision, names: Mapping[int, str]) -> dict[str, str]:
    return {
        "domain": shown(decision.matched_domain or ""),
        "customers": _all(decision.claimed_by, names),
    }
