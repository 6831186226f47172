"""Customers come, are renamed, are archived and come back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.customers.detail import customer_page, customer_url
from customers.dashboard.customers.forms import NameForm
from customers.dashboard.customers.listing import archived_page, customers_page
from customers.dashboard.finding import find_customer, find_organisation
from customers.dashboard.previews.asking import Asking
from customers.models import Customer, Role
from customers.models.ids import id_in
from customers.routing import customers as changes
from customers.routing.hypotheses import archiving, unarchiving
from customers.routing.preview import NotAsPreviewedError, as_previewed, undo_token
from customers.team.pages import AgentRequest, agent_page

ARCHIVED = "archived_customer"  # of the session: [customer, the token that undoes it]


@require_safe
@agent_page()
def customers(request: AgentRequest) -> HttpResponse:
    """The table of customers; for htmx only the part that changes with the search or the page."""
    return _table(request, archived=_just_archived(request))


def _table(request: AgentRequest, **state: object) -> HttpResponse:
    query, after = _typed(request, "q"), _typed(request, "after")
    context = {"page": customers_page(request.workspace, query, after), "query": query}
    part = "" if not request.htmx else "#rows" if after else "#table"
    template = f"customers/dashboard/customers/index.html{part}"
    return render(request, template, context | state, status=422 if "error" in state else 200)


def _just_archived(request: AgentRequest) -> object:
    """The customer whose archiving the page offers to undo, with what undoes it at one press."""
    key = id_in(request.GET.get("archived", ""))
    found = request.workspace.customers.exclude(archived_at=None).filter(pk=key).first()
    where, token = request.session.get(ARCHIVED, (None, ""))
    return found and {"customer": found, "token": token if where == found.pk else ""}


@require_safe
@agent_page()
def archived(request: AgentRequest) -> HttpResponse:
    """The customers that count for nothing until they are unarchived."""
    page = archived_page(request.workspace, _typed(request, "after"))
    return render(request, "customers/dashboard/customers/archived.html", {"page": page})


@require_safe
@agent_page()
def customer(request: AgentRequest, customer: int) -> HttpResponse:
    """One customer: its domains, the people it knows, its rooms."""
    return customer_page(request, find_customer(request, customer))


@require_POST
@agent_page(at_least=Role.ADMIN)
def add_customer(request: AgentRequest) -> HttpResponse:
    """A new customer, whose page then asks for its domains."""
    form = NameForm(request.POST)
    try:
        added = changes.add_customer(request.workspace, form.cleaned_name(), request.user)
    except ValidationError as refusal:
        return _table(request, typed=request.POST.get("name", ""), error=refusal.messages[0])
    messages.success(request, _("%(name)s is added.") % {"name": added.name})
    return redirect(customer_url(added))


@require_POST
@agent_page(at_least=Role.ADMIN)
def rename_customer(request: AgentRequest, customer: int) -> HttpResponse:
    """Gives a customer another name, in place."""
    found, naming = find_organisation(request, customer), {"typed": request.POST.get("name", "")}
    try:
        changes.rename_customer(found, NameForm(request.POST).cleaned_name(), request.user)
        naming = {"typed": found.name, "saved": "saved"}
    except ValidationError as refusal:
        naming["error"] = refusal.messages[0]
    if request.htmx:
        context = {"customer": found, "naming": naming}
        return render(request, "customers/dashboard/customers/name.html", context)
    if "error" in naming:
        return customer_page(request, found, naming=naming)
    return redirect(customer_url(found))


@require_POST
@agent_page(at_least=Role.ADMIN)
def archive_customer(request: AgentRequest, customer: int) -> HttpResponse:
    """Archives a customer once its preview is confirmed; the table then offers to undo it."""
    found = find_organisation(request, customer)
    try:
        with as_previewed(
            request.workspace,
            lambda: archiving(find_organisation(request, customer)),
            request.POST.get("confirmed", ""),
        ):
            changes.archive_customer(found, request.user)
            undoing = unarchiving(find_organisation(request, customer))
            request.session[ARCHIVED] = [found.pk, undo_token(undoing)]
    except NotAsPreviewedError as unseen:
        return _ask(request, found, unseen, _("Archive %(name)s"), customer_url(found))
    return redirect(f"{_table_url(request)}?archived={found.pk}")


@require_POST
@agent_page(at_least=Role.ADMIN)
def unarchive_customer(request: AgentRequest, customer: int) -> HttpResponse:
    """Brings a customer back once its preview is confirmed."""
    found = find_organisation(request, customer)
    try:
        with as_previewed(
            request.workspace,
            lambda: unarchiving(find_organisation(request, customer)),
            request.POST.get("confirmed", ""),
        ):
            changes.unarchive_customer(found, request.user)
    except NotAsPreviewedError as unseen:
        return _ask(request, found, unseen, _("Unarchive %(name)s"), _archived_url(request))
    messages.success(request, _("%(name)s is back.") % {"name": found.name})
    return redirect(customer_url(found))


def _typed(request: AgentRequest, name: str) -> str:
    """A parameter of the query, without NUL, which Postgres can't take."""
    return request.GET.get(name, "")


def _table_url(request: AgentRequest) -> str:
    workspace = request.workspace
    return reverse("dashboard:customers", args=[workspace.vendor.slug, workspace.slug])


def _archived_url(request: AgentRequest) -> str:
    workspace = request.workspace
    return reverse("dashboard:archived_customers", args=[workspace.vendor.slug, workspace.slug])


def _ask(
    request: AgentRequest, customer: Customer, unseen: NotAsPreviewedError, label: str, cancel: str
) -> HttpResponse:
    """A page that says what a change of the customer would do, and asks to go ahead."""
    asking = Asking(unseen.preview, request.path, label % {"name": customer.name})
    context = {"asking": asking, "cancel": cancel}
    return render(request, "customers/dashboard/customers/asking.html", context)
