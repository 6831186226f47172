"""Everything there is to know about one person, and why they are where they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from customers.dashboard.finding import find_person
from customers.models import Customer, KnownUser, MagicLink, Person
from customers.routing.decision import Decision
from customers.routing.explanation import RULES, listed
from customers.routing.facts import decision_for
from customers.routing.mail_domains import shown
from customers.team.pages import AgentRequest, agent_page
from helpdesk.inbox.context import about_person
from helpdesk.inbox.past import entries_about, since, turns_of
from helpdesk.models import Room
from helpdesk.rooms.access import rooms_for_agent, rooms_for_person

ROOMS_SHOWN = 50
MAILS_SHOWN = 10


@dataclass(frozen=True)
class Candidate:
    """A customer that was weighed: it knows them, their domain names it, or both."""

    customer: Customer
    knows: bool
    has_domain: bool


@dataclass(frozen=True)
class Standing:
    """Why somebody is where they are now. ``domain`` is the one that matched, or empty."""

    rule: Promise
    domain: str
    candidates: list[Candidate]
    since: datetime | None


@require_safe
@agent_page()
def person(request: AgentRequest, person: int) -> HttpResponse:
    """One person: where they belong and why, now and before; their rooms and mail."""
    found = find_person(request, person)
    context = _context(found) | {"turns": turns_of(found, request.GET.get("before", ""))}
    return render(request, "helpdesk/inbox/person.html", context)


def _context(person: Person) -> dict[str, Any]:
    about = about_person(person)
    known = _known_in(person)
    return {
        "about": about,
        "typed_name": _typed_name(about.link),
        "person": person,
        "standing": _standing(person, about.weighed),
        "known": known,
        "known_in": _several([row.customer.name for row in known if not row.customer.archived_at]),
        "rooms": _rooms(person),
        "mails": _mails(person),
        "entries": entries_about(person),
    }


def _standing(person: Person, weighed: list[Customer]) -> Standing:
    decision = decision_for(person.workspace, person.email)
    return Standing(
        RULES[decision.reason],
        shown(decision.matched_domain) if decision.matched_domain else "",
        [_candidate(customer, decision) for customer in weighed],
        since(person, decision),
    )


def _candidate(customer: Customer, decision: Decision) -> Candidate:
    return Candidate(customer, customer.pk in decision.known_in, customer.pk in decision.claimed_by)


def _known_in(person: Person) -> list[KnownUser]:
    return list(person.known_in.select_related("customer").order_by("customer__name"))


def _typed_name(newest: MagicLink | None) -> str:
    """What somebody called themself who asked for a link here last and has not proven it."""
    return newest.name if newest and not newest.redeemed_at else ""


def _several(names: list[str]) -> str:
    """Names in one phrase; nothing to say of a single one."""
    return listed(names) if len(names) > 1 else ""


def _rooms(person: Person) -> list[Room]:
    """Those that they may enter now, and their own whether or not they may; archived ones last."""
    found = rooms_for_agent(person.workspace).filter(
        Q(pk__in=rooms_for_person(person).values("pk")) | Q(person=person)
    )
    order = F("archived_at").desc(nulls_first=True), F("last_message_at").desc(nulls_last=True)
    return list(found.select_related("customer").order_by(*order, "name")[:ROOMS_SHOWN])


def _mails(person: Person) -> list[MagicLink]:
    return list(person.links.select_related("mail").order_by("-requested_at")[:MAILS_SHOWN])
