"""Makes a new key or secret, and ends the time in which a former one works on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from customers.dashboard.embed.forms import GraceForm
from customers.dashboard.embed.page import embed_page, embed_url
from customers.embedding import credentials
from customers.models import CredentialKind, Role
from customers.team.pages import AgentRequest, agent_page

MADE = {
    CredentialKind.KEY: gettext_lazy("The widget has a new key."),
    CredentialKind.SECRET: gettext_lazy("The widget has a new secret."),
}


@require_POST
@agent_page(at_least=Role.ADMIN)
def rotate(request: AgentRequest, kind: CredentialKind) -> HttpResponse:
    """A new key or secret; the old one works on for as long as was chosen."""
    try:
        grace = GraceForm(request.POST).cleaned_grace()
    except ValidationError as refusal:
        return embed_page(request, status=422, rotating={kind.value: refusal.messages[0]})
    credentials.rotate(request.workspace, kind, grace, request.user)
    messages.success(request, MADE[kind])
    return redirect(embed_url(request, kind))


@require_POST
@agent_page(at_least=Role.ADMIN)
def end_grace(request: AgentRequest, retired: int) -> HttpResponse:
    """Ends a former key or secret now."""
    former = get_object_or_404(request.workspace.retired_credentials, pk=retired)
    credentials.end_grace(request.workspace, former.pk, request.user)
    messages.success(request, _("It works no more."))
    return redirect(embed_url(request, former.kind))
