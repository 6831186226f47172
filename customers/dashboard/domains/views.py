"""Adds domains to a customer and takes them off, from the table or from the customer's page."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.customers.detail import customer_page, customer_url, offer_undo
from customers.dashboard.domains.editor import Typing, editors
from customers.dashboard.domains.words import notes_before_adding
from customers.dashboard.finding import find_organisation
from customers.models import Customer, Role
from customers.routing import domains as changes
from customers.routing.mail_domains import MailDomain, mail_domain
from customers.routing.own_domains import refuse_own_domain
from customers.routing.people import people_per_customer
from customers.team.pages import AgentRequest, agent_page


@require_safe
@agent_page()
def domains(request: AgentRequest, customer: int) -> HttpResponse:
    """The editor as it was before something was typed."""
    return _respond(request, find_organisation(request, customer), Typing())


@require_POST
@agent_page(at_least=Role.ADMIN)
def add_domain(request: AgentRequest, customer: int) -> HttpResponse:
    """Adds what was typed, asks first where that is unusual, or says why not."""
    found = find_organisation(request, customer)
    typed = request.POST.get("domain", "")
    try:
        domain = mail_domain(typed)
        refuse_own_domain(domain)
        notes = [] if "confirmed" in request.POST else notes_before_adding(found, domain)
        if not notes:
            changes.add_domain(found, domain, request.user)
    except ValidationError as refusal:
        return _respond(request, found, Typing(typed, error=refusal.messages[0]))
    return _respond(request, found, Typing(typed, notes=notes) if notes else Typing())


@require_POST
@agent_page(at_least=Role.ADMIN)
def remove_domain(request: AgentRequest, customer: int, domain: int) -> HttpResponse:
    """Takes a domain off, and offers to put it back."""
    found = find_organisation(request, customer)
    removed = changes.remove_domain(found, domain, request.user)
    return _respond(request, found, Typing(removed=as_typed(removed) if removed else ""))


@require_POST
@agent_page(at_least=Role.ADMIN)
def leave_out_subdomains(request: AgentRequest, customer: int, domain: int) -> HttpResponse:
    """Makes a domain mean itself alone."""
    found = find_organisation(request, customer)
    changes.leave_out_subdomains(found, domain, request.user)
    return _respond(request, found, Typing())


def as_typed(domain: MailDomain) -> str:
    """The text that adds just this domain."""
    return f"*.{domain.name}" if domain.with_subdomains else domain.name


def _respond(request: AgentRequest, customer: Customer, typing: Typing) -> HttpResponse:
    """The editor for htmx; else the customer's page, freshly asked for where something was done."""
    if request.htmx:
        return _editors(request, customer, typing)
    if typing.error or typing.notes:
        return customer_page(request, customer, typing)
    if typing.removed:
        offer_undo(request, customer, typing.removed)
    return redirect(customer_url(customer))


def _editors(request: AgentRequest, customer: Customer, typing: Typing) -> HttpResponse:
    """The customer's editor, and those of customers whose conflicts may have changed with it."""
    names = [*customer.domains.values_list("name", flat=True), typing.removed.removeprefix("*.")]
    sharing = request.workspace.customers.active().filter(domains__name__in=names)
    shown = [customer, *sharing.exclude(pk=customer.pk).distinct()[:50]]
    made = editors(request.workspace, shown, {customer.pk: typing})
    people = people_per_customer(request.workspace, shown)
    context = {"editor": made.pop(customer.pk), "others": made.values(), "people": people}
    return render(request, "customers/dashboard/domains/changed.html", context)
