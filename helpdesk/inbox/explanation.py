"""Says in words why somebody is where they are."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

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
    return _("An agent decided that they stay here.")


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
    Reason.UNCLAIMED: _unclaimed,
}


def _home(decision: Decision, names: Mapping[int, str]) -> str:
    return names[decision.customer] if decision.customer else ""


def _all(customers: Iterable[int], names: Mapping[int, str]) -> str:
    return listed(names[customer] for customer in customers)


def _claim(decision: Decision, names: Mapping[int, str]) -> dict[str, str]:
    return {
        "domain": shown(decision.matched_domain or ""),
        "customers": _all(decision.claimed_by, names),
    }
