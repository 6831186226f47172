"""Admins say what their own system calls a customer, so that signed tokens mean this one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.dashboard.customers.detail import customer_page, customer_url
from customers.dashboard.external_ids.forms import ExternalIdForm
from customers.dashboard.finding import find_organisation
from customers.models import Role
from customers.routing import external_ids
from customers.team.pages import AgentRequest, agent_page


@require_POST
@agent_page(at_least=Role.ADMIN)
def set_external_id(request: AgentRequest, customer: int) -> HttpResponse:
    """Sets the id by which tokens name a customer; an empty one takes it away."""
    found = find_organisation(request, customer)
    try:
        external_ids.set_external_id(found, ExternalIdForm(request.POST).cleaned_id(), request.user)
    except ValidationError as refusal:
        typed = request.POST.get("external_id", "")
        identifying = {"typed": typed, "error": refusal.messages[0]}
        return customer_page(request, found, identifying=identifying)
    messages.success(request, _("Saved."))
    return redirect(customer_url(found))
