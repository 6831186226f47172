"""Agents say by hand whom a customer knows."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from customers.dashboard.customers.detail import customer_page, customer_url
from customers.dashboard.finding import find_organisation
from customers.dashboard.known_users.listing import Adding, known_users
from customers.models import Customer, Role
from customers.proof.addresses import canonical_address
from customers.routing import known_users as changes
from customers.routing.people import people_per_customer
from customers.team.pages import AgentRequest, agent_page


@require_POST
@agent_page(at_least=Role.ADMIN)
def add_known_user(request: AgentRequest, customer: int) -> HttpResponse:
    """Makes the person of an address known in a customer."""
    found, typed = find_organisation(request, customer), request.POST.get("email", "")
    try:
        changes.add_known_user(found, canonical_address(typed), request.user)
    except ValidationError as refusal:
        return _respond(request, found, Adding(typed, refusal.messages[0]))
    return _respond(request, found, Adding())


@require_POST
@agent_page(at_least=Role.ADMIN)
def remove_known_user(request: AgentRequest, customer: int, known_user: int) -> HttpResponse:
    """Forgets that a customer knows somebody, and offers to undo it."""
    found = find_organisation(request, customer)
    removed = changes.remove_known_user(found, known_user, request.user)
    return _respond(request, found, Adding(removed=removed))


def _respond(request: AgentRequest, customer: Customer, adding: Adding) -> HttpResponse:
    if request.htmx:
        context = {"customer": customer, "known": known_users(customer, adding)}
        context["people"] = people_per_customer(request.workspace, [customer])
        return render(request, "customers/dashboard/known_users/changed.html", context)
    if adding.error or adding.removed:
        return customer_page(request, customer, adding=adding)
    return redirect(customer_url(customer))
