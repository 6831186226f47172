"""Turns the widget off and on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.dashboard.embed.page import embed_url
from customers.embedding.switch import switch_off, switch_on
from customers.models import Role
from customers.team.pages import AgentRequest, agent_page


@require_POST
@agent_page(at_least=Role.ADMIN)
def turn_off(request: AgentRequest) -> HttpResponse:
    """From now on no page shows the widget."""
    switch_off(request.workspace, request.user)
    messages.success(request, _("The widget is off."))
    return redirect(embed_url(request))


@require_POST
@agent_page(at_least=Role.ADMIN)
def turn_on(request: AgentRequest) -> HttpResponse:
    """The widget is shown again."""
    switch_on(request.workspace, request.user)
    messages.success(request, _("The widget is on."))
    return redirect(embed_url(request))
