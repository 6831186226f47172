"""Settings → Embed: what goes into the vendor's page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.customers.forms import NameForm
from customers.dashboard.embed.page import embed_page, embed_url
from customers.models import Role
from customers.team.pages import AgentRequest, agent_page
from customers.team.vendors import rename_workspace


@require_safe
@agent_page()
def embed(request: AgentRequest) -> HttpResponse:
    """The snippets, the vendor's lock, and the widget itself beside them."""
    return embed_page(request)


@never_cache
@require_POST
@agent_page(at_least=Role.ADMIN)
def secret(request: AgentRequest) -> HttpResponse:
    """The page with the widget's secret on it, for those who asked to see it."""
    return embed_page(request, secret=request.workspace.widget_secret)


@require_POST
@agent_page(at_least=Role.ADMIN)
def rename(request: AgentRequest) -> HttpResponse:
    """Gives the workspace another name."""
    try:
        rename_workspace(request.workspace, NameForm(request.POST).cleaned_name())
    except ValidationError as refusal:
        naming = {"typed": request.POST.get("name", ""), "error": refusal.messages[0]}
        return embed_page(request, status=422, naming=naming)
    messages.success(request, _("The name is saved."))
    return redirect(embed_url(request))
