"""Chooses when the form asks browsers for a piece of work, which keeps robots out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.dashboard.embed.forms import ChallengeForm
from customers.dashboard.embed.page import embed_page, embed_url
from customers.embedding.challenging import set_challenge
from customers.models import Role
from customers.team.pages import AgentRequest, agent_page


@require_POST
@agent_page(at_least=Role.ADMIN)
def choose_challenge(request: AgentRequest) -> HttpResponse:
    """From now on the form asks for it never, when many ask, or always."""
    form = ChallengeForm(request.POST)
    if not form.is_valid():
        return embed_page(request, status=422, choosing=form)
    set_challenge(request.workspace, form.cleaned_data["challenge"], request.user)
    messages.success(request, _("The choice is saved."))
    return redirect(embed_url(request, "robots"))
