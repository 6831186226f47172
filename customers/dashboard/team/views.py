"""The team: who is on it, invitations, roles, deactivation."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.team.listing import team_seen_by
from customers.models import Role
from customers.proof.addresses import canonical_address
from customers.team import invitations, inviting, roles
from customers.team.pages import AgentRequest, agent_page


@require_safe
@agent_page()
def team(request: AgentRequest) -> HttpResponse:
    """Everybody on the team, and those invited."""
    return _page(request)


@require_POST
@agent_page(at_least=Role.ADMIN)
def invite(request: AgentRequest) -> HttpResponse:
    """Asks somebody to join, by mail."""
    typed, role = request.POST.get("email", ""), request.POST.get("role", "")
    try:
        invitation = inviting.invite(request.membership, canonical_address(typed), _role(role))
    except ValidationError as refusal:
        context = {"typed": typed, "chosen": role, "invite_error": refusal.messages[0]}
        return _page(request, **context)
    return _done(request, _("%(email)s is invited.") % {"email": invitation.email})


@require_POST
@agent_page(at_least=Role.ADMIN)
def send_again(request: AgentRequest, invitation: int) -> HttpResponse:
    """Sends an invitation's mail once more, with a new link."""
    try:
        found = _found(lambda: inviting.send_again(request.membership, invitation))
    except ValidationError as refusal:
        return _page(request, invite_error=refusal.messages[0])
    return _done(request, _("%(email)s gets a new link.") % {"email": found.email})


@require_POST
@agent_page(at_least=Role.ADMIN)
def withdraw(request: AgentRequest, invitation: int) -> HttpResponse:
    """Ends an invitation."""
    found = _found(lambda: invitations.withdraw(request.membership, invitation))
    text = _("The invitation of %(email)s is withdrawn.") % {"email": found.email}
    return _done(request, text)


@require_POST
@agent_page(at_least=Role.ADMIN)
def change_role(request: AgentRequest, teammate: int) -> HttpResponse:
    """Gives a teammate another role."""
    try:
        role = _role(request.POST.get("role", ""))
        changed = _found(lambda: roles.change_role(request.membership, teammate, role))
    except ValidationError as refusal:
        return _page(request, refused=teammate, refusal=refusal.messages[0])
    words = {"name": changed.agent.name, "role": role.label}
    return _done(request, _("%(name)s has a new role: %(role)s.") % words)


@require_POST
@agent_page(at_least=Role.ADMIN)
def deactivate(request: AgentRequest, teammate: int) -> HttpResponse:
    """Ends a teammate's access."""
    try:
        gone = _found(lambda: roles.deactivate(request.membership, teammate))
    except ValidationError as refusal:
        return _page(request, refused=teammate, refusal=refusal.messages[0])
    return _done(request, _("%(name)s is deactivated.") % {"name": gone.agent.name})


@require_POST
@agent_page(at_least=Role.ADMIN)
def reactivate(request: AgentRequest, teammate: int) -> HttpResponse:
    """Gives a teammate their access back."""
    back = _found(lambda: roles.reactivate(request.membership, teammate))
    return _done(request, _("%(name)s can sign in again.") % {"name": back.agent.name})


def _found[T](act: Callable[[], T]) -> T:
    try:
        return act()
    except ObjectDoesNotExist:
        raise Http404 from None


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise ValidationError(_("Choose a role.")) from None


def _done(request: AgentRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    workspace = request.workspace
    return redirect(reverse("dashboard:team", args=[workspace.vendor.slug, workspace.slug]))


def _page(request: AgentRequest, **state: object) -> HttpResponse:
    context = {"team": team_seen_by(request.membership), "now": timezone.now(), "Role": Role}
    refused = state.get("refusal") or state.get("invite_error")
    template = "customers/dashboard/team/index.html"
    return render(request, template, context | state, status=422 if refused else 200)
