"""Answers with the domains of a customer: in their place for htmx, else on the customer's page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from customers.dashboard.customers.detail import customer_page, customer_url, offer_undo
from customers.dashboard.domains.editor import Typing, editors
from customers.models import Customer
from customers.routing.people import people_per_customer
from customers.team.pages import AgentRequest

OTHERS_SHOWN = 50  # of the customers whose conflicts may have changed


def respond(request: AgentRequest, customer: Customer, typing: Typing) -> HttpResponse:
    """The editor for htmx; else the customer's page, freshly asked for where something was done."""
    if request.htmx:
        return _editors(request, customer, typing)
    if typing.error or typing.asking:
        return customer_page(request, customer, typing)
    if typing.removed:
        offer_undo(request, customer, typing.removed)
    return redirect(customer_url(customer))


def _editors(request: AgentRequest, customer: Customer, typing: Typing) -> HttpResponse:
    """The customer's editor; once something was done those of whom it may concern, too."""
    shown = [customer, *(_sharing(request, customer, typing) if typing.is_over else [])]
    made = editors(request.workspace, shown, {customer.pk: typing})
    context = {
        "editor": made.pop(customer.pk),
        "others": made.values(),
        "people": people_per_customer(request.workspace, shown) if typing.is_over else {},
    }
    return render(request, "customers/dashboard/domains/changed.html", context)


def _sharing(request: AgentRequest, customer: Customer, typing: Typing) -> list[Customer]:
    removed = typing.removed.typed.removeprefix("*.") if typing.removed else ""
    names = [*customer.domains.values_list("name", flat=True), removed]
    sharing = request.workspace.customers.active().filter(domains__name__in=names)
    return list(sharing.exclude(pk=customer.pk).distinct()[:OTHERS_SHOWN])
