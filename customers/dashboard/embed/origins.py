"""Lists the origins whose pages may show the widget, and takes them off."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from customers.dashboard.embed.listed import Typing, offer_undo
from customers.dashboard.embed.page import embed_page, embed_url, lock
from customers.embedding.allowed_origins import allow_origin, canonical_origin, remove_origin
from customers.models import AllowedOrigin, Role
from customers.team.pages import AgentRequest, agent_page


@require_POST
@agent_page(at_least=Role.ADMIN)
def add_origin(request: AgentRequest) -> HttpResponse:
    """Lists what was typed, or says why not."""
    typed = request.POST.get("origin", "")
    try:
        allow_origin(request.workspace, canonical_origin(typed), request.user)
    except ValidationError as refusal:
        return _respond(request, Typing(typed, error=refusal.messages[0]))
    return _respond(request, Typing())


@require_POST
@agent_page(at_least=Role.ADMIN)
def take_off_origin(request: AgentRequest, origin: int) -> HttpResponse:
    """Takes an origin off, and offers to put it back."""
    removed = remove_origin(request.workspace, origin, request.user)
    if not removed and AllowedOrigin.objects.filter(pk=origin).exists():
        raise Http404  # another workspace's; taking off what is gone is no error
    return _respond(request, Typing(removed=removed))


def _respond(request: AgentRequest, typing: Typing) -> HttpResponse:
    """What changes with the list for htmx; else the page, freshly asked for if it was changed."""
    status = 422 if typing.error else 200
    if request.htmx:
        template = "customers/dashboard/embed/changed.html"
        return render(request, template, lock(request, typing), status=status)
    if typing.error:
        return embed_page(request, status, typing=typing)
    if typing.removed:
        offer_undo(request, typing.removed)
    return redirect(embed_url(request, "origins"))
