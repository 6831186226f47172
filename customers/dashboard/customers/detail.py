"""The page of one customer: its domains, the people it knows, and its rooms."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from customers.dashboard.domains.editor import Removed, Typing, editors
from customers.dashboard.known_user_imports.undoing import undo_offered
from customers.dashboard.known_users.listing import Adding, known_users
from customers.models import Customer
from customers.routing.people import people_per_customer
from customers.team.pages import AgentRequest

ROOMS_SHOWN = 50
REMOVED = "removed_domain"  # of the session: [customer, what was removed]


def customer_page(
    request: AgentRequest,
    customer: Customer,
    typing: Typing | None = None,
    adding: Adding | None = None,
    naming: Mapping[str, str] | None = None,
    identifying: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The whole page, with what was refused or is to be confirmed standing in its place."""
    typing = typing or Typing(removed=_removed(request, customer))
    naming = naming or {"typed": customer.name}
    identifying = identifying or {"typed": customer.external_id}
    errors = (typing.error, adding and adding.error, naming.get("error"), identifying.get("error"))
    context: dict[str, Any] = {
        "customer": customer,
        "naming": naming,
        "identifying": identifying,
        "editor": editors(request.workspace, [customer], {customer.pk: typing})[customer.pk],
        "known": known_users(customer, adding or Adding(), request.GET.get("after", "")),
        "imported": undo_offered(request, customer),
        "people": people_per_customer(request.workspace, [customer]),
        "rooms": newest_rooms(customer),
        "room_count": customer.rooms.filter(archived_at=None).count(),
    }
    template = "customers/dashboard/customers/detail.html"
    return render(request, template, context, status=422 if any(errors) else 200)


def offer_undo(request: AgentRequest, customer: Customer, removed: Removed) -> None:
    """The next page of ``customer`` offers to put the domain back.

    Kept in the session: an address that somebody made up must never offer to add a domain.
    """
    request.session[REMOVED] = [customer.pk, asdict(removed)]


def _removed(request: AgentRequest, customer: Customer) -> Removed | None:
    where, removed = request.session.pop(REMOVED, (None, {}))
    return Removed(**removed) if where == customer.pk else None


def newest_rooms(customer: Customer) -> list[Any]:
    """The customer's rooms that were last written in, at most ROOMS_SHOWN; archived ones last."""
    order = F("archived_at").desc(nulls_first=True), F("last_message_at").desc(nulls_last=True)
    return list(customer.rooms.order_by(*order, "name")[:ROOMS_SHOWN])


def customer_url(customer: Customer) -> str:
    """The address of the customer's page."""
    workspace = customer.workspace
    return reverse("dashboard:customer", args=[workspace.vendor.slug, workspace.slug, customer.pk])
