"""The vendors and workspaces that an agent may see: which one now, and a new one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.customers.forms import NameForm
from customers.models import Role, Workspace
from customers.team.pages import AgentRequest, agent_page
from customers.team.vendors import add_workspace, workspace_name_taken


@require_safe
@agent_page()
def workspaces(request: AgentRequest) -> HttpResponse:
    """Every workspace of this agent's vendors, to switch to; going there is switching."""
    return _page(request)


@require_POST
@agent_page(at_least=Role.ADMIN)
def add(request: AgentRequest) -> HttpResponse:
    """Another workspace of the vendor; its embed page says what to do first."""
    try:
        made = _added(request)
    except ValidationError as refusal:
        typed = request.POST.get("name", "")
        return _page(request, status=422, typed=typed, error=refusal.messages[0])
    messages.success(request, _("%(name)s is ready. Put its widget on a page.") % {"name": made})
    return redirect(reverse("dashboard:embed", args=[made.vendor.slug, made.slug]))


def _added(request: AgentRequest) -> Workspace:
    name = NameForm(request.POST).cleaned_name()
    try:
        return add_workspace(request.workspace.vendor, name)
    except IntegrityError:
        raise workspace_name_taken(name) from None


def _page(request: AgentRequest, status: int = 200, **state: str) -> HttpResponse:
    seen = Workspace.objects.seen_by(request.user).select_related("vendor")
    context = {"workspaces": seen.order_by("vendor__name", "vendor_id", "pk")}
    template = "customers/dashboard/workspaces/index.html"
    return render(request, template, context | state, status=status)
