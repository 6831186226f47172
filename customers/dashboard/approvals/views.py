"""Agents let people in whose domain is claimed but not proven."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.dashboard.conflicts.offers import answered
from customers.dashboard.conflicts.views import find_active
from customers.dashboard.finding import find_person
from customers.models import Person, Role
from customers.routing import approvals
from customers.routing.facts import decision_for
from customers.team.pages import AgentRequest, agent_page


@require_POST
@agent_page(at_least=Role.AGENT)
def approve(request: AgentRequest, person: int) -> HttpResponse:
    """Lets somebody who waits into a customer. Nobody is approved who doesn't wait for it."""
    found = find_person(request, person)
    customer = find_active(request, request.POST.get("customer", ""))
    if customer.pk not in decision_for(request.workspace, found.email).awaiting:
        return _respond(request, found, _("This is decided already."))
    approvals.approve(found, customer, request.user)
    done = _("%(person)s is let into %(customer)s.")
    words = {"person": found.email, "customer": customer.name}
    return _respond(request, found, done % words, "dashboard:withdraw_approval")


@require_POST
@agent_page(at_least=Role.AGENT)
def withdraw_approval(request: AgentRequest, person: int) -> HttpResponse:
    """Takes an approval back."""
    found = find_person(request, person)
    approvals.withdraw_approval(found, request.user)
    done = _("The approval of %(person)s is withdrawn.") % {"person": found.email}
    return _respond(request, found, done)


def _respond(request: AgentRequest, person: Person, done: str, undo: str = "") -> HttpResponse:
    """Back to the person's page or room, where this was asked there; else to the queue."""
    back = _back(request, person)
    if not back:
        return answered(request, done, undo, *([person.pk] if undo else []))
    messages.success(request, done)
    return redirect(back)


def _back(request: AgentRequest, person: Person) -> str:
    """The person's page or room, if it was asked there."""
    slugs = [request.workspace.vendor.slug, request.workspace.slug]
    if request.POST.get("back") == "person":
        return reverse("inbox:person", args=[*slugs, person.pk])
    rooms = person.own_rooms.order_by("is_former", "-pk")
    room = rooms.first() if "room" in request.POST else None
    return reverse("inbox:room", args=[*slugs, room.pk]) if room else ""
