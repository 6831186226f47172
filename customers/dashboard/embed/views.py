"""Settings → Embed: what goes into the vendor's page."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.customers.forms import NameForm
from customers.models import Role
from customers.team.pages import AgentRequest, agent_page
from customers.team.vendors import rename_workspace


@require_safe
@agent_page()
def embed(request: AgentRequest) -> HttpResponse:
    """The widget's id and key, the snippet, and the widget itself beside it."""
    return _page(request)


@never_cache
@require_POST
@agent_page(at_least=Role.ADMIN)
def secret(request: AgentRequest) -> HttpResponse:
    """The page with the widget's secret on it, for those who asked to see it."""
    return _page(request, secret=request.workspace.widget_secret)


@require_POST
@agent_page(at_least=Role.ADMIN)
def rename(request: AgentRequest) -> HttpResponse:
    """Gives the workspace another name."""
    workspace = request.workspace
    try:
        rename_workspace(workspace, NameForm(request.POST).cleaned_name())
    except ValidationError as refusal:
        typed = request.POST.get("name", "")
        return _page(request, status=422, typed=typed, error=refusal.messages[0])
    messages.success(request, _("The name is saved."))
    return redirect(reverse("dashboard:embed", args=[workspace.vendor.slug, workspace.slug]))


def _page(request: AgentRequest, status: int = 200, **state: str) -> HttpResponse:
    workspace = request.workspace
    context = {
        "typed": workspace.name,
        "script_url": f"{settings.PUBLIC_URL}/embed.js",
        "preview_url": f"/widget/{workspace.widget_id}/?key={workspace.widget_key}",
        "demo": settings.DEMO,
    }
    template = "customers/dashboard/embed/index.html"
    return render(request, template, context | state, status=status)
