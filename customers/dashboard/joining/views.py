"""Where an invitation's link leads: to a name and a password, or to joining as who one is."""

from django.contrib.auth import login, logout
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.joining.forms import JoinForm
from customers.models import Agent, Invitation
from customers.team.invitations import find
from customers.team.joining import accept, accept_as_new
from customers.team.pages import SESSION_KEY


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Says who invites whom. Changes nothing, however often it is opened."""
    found = find(token)
    return _page(request, token, JoinForm(found)) if found else _ended(request)


@never_cache
@require_POST
def join_as_new(request: HttpRequest, token: str) -> HttpResponse:
    """Makes the invited address an agent, signed in."""
    found = find(token)
    if found is None:
        return _ended(request)
    form = JoinForm(found, request.POST)
    if not form.is_valid():
        return _page(request, token, form)
    try:
        agent = accept_as_new(found, form.cleaned_data["name"], form.cleaned_data["password"])
    except IntegrityError:  # they have become an agent meanwhile, and are asked to sign in
        return redirect("dashboard:invitation", token=token)
    if agent is None:
        return _ended(request)
    logout(request)  # whoever was signed in here before: their sockets end
    login(request, agent)
    return _arrive(request, found)


@never_cache
@require_POST
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Makes an agent, who is signed in, a member of one more vendor."""
    found, agent = find(token), request.user
    if found and agent.is_authenticated and accept(found, agent):
        return _arrive(request, found)
    return redirect("dashboard:invitation", token=token)  # which says what is amiss


def _arrive(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The desk of the vendor just joined."""
    first = invitation.vendor.workspaces.order_by("pk").first()
    request.session[SESSION_KEY] = first.pk if first else None
    return redirect("admin")


def _page(request: HttpRequest, token: str, form: JoinForm) -> HttpResponse:
    invitation = form.invitation
    context = {
        "invitation": invitation,
        "invitation_token": token,
        "form": form,
        "is_agent": Agent.objects.filter(email=invitation.email).exists(),
        "is_them": request.user.is_authenticated and request.user.email == invitation.email,
    }
    status = 422 if form.errors else 200
    return render(request, "customers/team/invitation.html", context, status=status)


def _ended(request: HttpRequest) -> HttpResponse:
    return render(request, "customers/team/invitation_ended.html", status=410)
