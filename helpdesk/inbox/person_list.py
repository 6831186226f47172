"""The people of a workspace, found by the beginning of an address or a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, F, Q
from django.db.models.functions import Collate, Lower
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from customers.models import Customer, Person, Workspace
from customers.models.ids import id_in
from customers.routing.explanation import explain, where
from customers.routing.facts import decisions_for
from customers.routing.mail_domains import canonical_name
from customers.team.pages import AgentRequest, agent_page

PAGE = 50
LONGEST_SEARCH = 254  # characters


@dataclass(frozen=True)
class Row:
    """A person, and where they are and why. ``home`` is None for the Shared Email Inbox."""

    person: Person
    home: Customer | None
    where: str
    why: str


@dataclass(frozen=True)
class PeoplePage:
    """One page. ``after`` is the key that the next page begins behind, or nothing."""

    rows: list[Row]
    after: str


@require_safe
@agent_page()
def people(request: AgentRequest) -> HttpResponse:
    """A page of the workspace's people, as the query asks for it."""
    query = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    page = people_page(request.workspace, query, request.GET.get("after", ""))
    return render(request, "helpdesk/inbox/people.html", {"page": page, "query": query})


def people_page(workspace: Workspace, query: str = "", after: str = "") -> PeoplePage:
    """The people whose address or name begins with ``query``, by address. At most five queries.

    ``query`` may also be all that stands after the @. ``after`` is the id of a person.
    """
    # The keys of the two indexes that find a beginning
    found = Person.objects.filter(workspace=workspace).alias(
        address=Collate(F("email"), "C"),
        called=Collate(Lower("name", output_field=CharField()), "C"),
    )
    last = found.filter(pk=id_in(after)).first() if after else None
    behind = found.filter(address__gt=last.email) if last else found
    page = list(behind.filter(_matching(query)).order_by("address")[: PAGE + 1])
    page, more = page[:PAGE], page[PAGE:]
    return PeoplePage(_rows(workspace, page), str(page[-1].pk) if more else "")


def _matching(query: str) -> Q:
    text = query.lower()
    if text.startswith("@"):
        return Q(mail_domain=_ascii(text[1:]))
    mailbox, at, domain = text.partition("@")
    if at and not domain.isascii():
        return Q(email=f"{mailbox}@{_ascii(domain)}")
    return Q(address__startswith=text) | Q(called__startswith=text) if text else Q()


def _ascii(domain: str) -> str:
    try:
        return canonical_name(domain)
    except ValueError:
        return domain


def _rows(workspace: Workspace, people: Sequence[Person]) -> list[Row]:
    decisions = decisions_for(workspace, [person.email for person in people])
    ids = {customer for decision in decisions.values() for customer in decision.mentioned}
    customers = Customer.objects.in_bulk(ids)
    names = {customer.pk: customer.name for customer in customers.values()}

    def row(person: Person) -> Row:
        decision = decisions[person.email]
        home = customers.get(decision.customer) if decision.customer else None
        why = explain(decision, person.email, names)
        return Row(person, home, where(decision, names), why)

    return [row(person) for person in people]
