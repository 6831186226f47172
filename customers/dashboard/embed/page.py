"""The page Settings → Embed, with what was refused standing in its place."""

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from customers.dashboard.embed.former import former_ones
from customers.dashboard.embed.forms import GRACES, USUAL_GRACE, ChallengeForm
from customers.dashboard.embed.listed import Typing, listed, undo_offered
from customers.dashboard.embed.seen import seen_pages
from customers.dashboard.embed.trial import trial_of
from customers.embedding.script import keep_current_script
from customers.models import CredentialKind
from customers.proof.asking import recent_requests
from customers.team.pages import AgentRequest


def embed_page(request: AgentRequest, status: int = 200, **state: Any) -> HttpResponse:
    """The whole page. ``state`` overrides: a refused ``typing``, ``naming``, ``choosing`` or
    ``rotating``."""
    workspace = request.workspace
    context = {
        "naming": {"typed": workspace.name},
        "choosing": ChallengeForm(initial={"challenge": workspace.challenge}),
        "recent": recent_requests(workspace),
        "client_url": settings.PUBLIC_URL,
        "frame_url": f"/widget/{workspace.widget_id}/?key={workspace.widget_key}",
        "script": keep_current_script(),
        "demo": settings.DEMO,
        **lock(request, state.get("typing") or Typing(removed=undo_offered(request))),
        **_credentials(request),
    }
    template = "customers/dashboard/embed/index.html"
    return render(request, template, context | state, status=status)


def lock(request: AgentRequest, typing: Typing) -> dict[str, Any]:
    """What changes with the allowed origins: their list, the trial, the pages seen."""
    workspace = request.workspace
    prefetch_related_objects([workspace], "allowed_origins")
    return {
        "typing": typing,
        "listed": listed(workspace),
        "trial": trial_of(request),
        "seen": seen_pages(workspace),
    }


def embed_url(request: AgentRequest, section: str = "") -> str:
    """The address of the page, or of one of its sections."""
    workspace = request.workspace
    url = reverse("dashboard:embed", args=[workspace.vendor.slug, workspace.slug])
    return f"{url}#{section}" if section else url


def _credentials(request: AgentRequest) -> dict[str, Any]:
    """Former keys and secrets, and how long one may work on, for those who may rotate them."""
    if not request.membership.may_manage:
        return {}
    return {
        "graces": GRACES,
        "usual_grace": USUAL_GRACE,
        "keys": former_ones(request.workspace, CredentialKind.KEY),
        "secrets": former_ones(request.workspace, CredentialKind.SECRET),
    }
