"""The table of customers: searched, a page at a time, with the counts of each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower

from customers.dashboard.domains.editor import Editor, editors
from customers.models import Customer, Domain, Workspace
from customers.routing.mail_domains import canonical_name
from customers.routing.people import people_per_customer

PAGE = 50


@dataclass(frozen=True)
class Row:
    """A customer with its domains and counts."""

    customer: Any  # a Customer with ``room_count`` and ``last_message_at``
    editor: Editor
    people: int


@dataclass(frozen=True)
class CustomersPage:
    """One page of the table. ``after`` is the key that the next page begins behind, or nothing."""

    inbox: Row | None
    rows: list[Row]
    after: str


def customers_page(workspace: Workspace, query: str = "", after: str = "") -> CustomersPage:
    """The active customers whose name or domain has ``query`` in it, by name, behind ``after``."""
    found = _counted(workspace.customers.active())
    page = list(_ordered(found.organisations().filter(matching(query)), after)[: PAGE + 1])
    page, more = page[:PAGE], page[PAGE:]
    inbox = None if query or after else found.exclude(pk__in=workspace.customers.organisations())
    rows = _rows(workspace, [*(inbox or []), *page])
    return CustomersPage(
        inbox=rows.pop(0) if inbox else None,
        rows=rows,
        after=page[-1].name if more else "",
    )


def archived_page(workspace: Workspace, after: str = "") -> CustomersPage:
    """The archived customers, by name, behind ``after``."""
    found = _counted(workspace.customers.organisations().exclude(archived_at=None))
    page = list(_ordered(found, after)[: PAGE + 1])
    page, more = page[:PAGE], page[PAGE:]
    return CustomersPage(None, _rows(workspace, page), page[-1].name if more else "")


def matching(query: str) -> Q:
    """Customers found by a part of their name or of a domain, which may stand in an address."""
    text = query.strip()
    if not text:
        return Q()
    domain = text.rpartition("@")[2].lower().removeprefix("*.")
    names = Q(name__contains=domain) | Q(name=_ascii(domain))
    return Q(name__icontains=text) | Q(
        Exists(Domain.objects.filter(names, customer=OuterRef("pk")))
    )


def _ascii(name: str) -> str:
    try:
        return canonical_name(name)
    except ValueError:
        return name


def _ordered(customers: QuerySet[Customer], after: str) -> QuerySet[Customer]:
    """By name, which is unique whatever its case, so that a name is the key of a page."""
    ordered = customers.alias(key=Lower("name")).order_by("key")
    return ordered.filter(key__gt=Lower(Value(after))) if after else ordered


def _counted(customers: Any) -> Any:
    """Rooms are counted through their relation: what a room is, is known a storey above."""
    return customers.annotate(
        room_count=Count("rooms", filter=Q(rooms__archived_at=None)),
        last_message_at=Max("rooms__last_message_at"),
    )


def _rows(workspace: Workspace, customers: list[Any]) -> list[Row]:
    made, people = editors(workspace, customers), people_per_customer(workspace, customers)
    return [Row(customer, made[customer.pk], people[customer.pk]) for customer in customers]
