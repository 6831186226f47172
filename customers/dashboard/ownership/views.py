"""Settings → Routing: what has to be proven before a domain counts, and the proofs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.ownership.listing import proof_of, proofs
from customers.dashboard.ownership.words import titles, what_moves, what_to_know
from customers.models import Domain, Role
from customers.routing.checks import ask_to_check
from customers.routing.rules import Rule, moves_by_rules, rules_of, switch
from customers.team.pages import AgentRequest, agent_page


@require_safe
@agent_page()
def routing(request: AgentRequest) -> HttpResponse:
    """The two switches, and the domains that are not proven."""
    context = {
        "rules": rules_of(request.workspace),
        "proofs": proofs(request.workspace, request.GET.get("after", "")),
    }
    return render(request, "customers/dashboard/ownership/index.html", context)


@require_POST
@agent_page(at_least=Role.ADMIN)
def switch_rule(request: AgentRequest, rule: Rule, on: bool) -> HttpResponse:
    """Switches a rule; first says what that does."""
    title, done = titles(rule, on)
    if "confirmed" in request.POST:
        switch(request.workspace, rule, on, request.user)
        messages.success(request, done)
        return redirect(_url(request))
    after = rules_of(request.workspace).with_rule(rule, on)
    context = {
        "title": title,
        "notes": [
            *what_to_know(rule, on, rules_of(request.workspace)),
            *what_moves(moves_by_rules(request.workspace, after)),
        ],
    }
    return render(request, "customers/dashboard/ownership/confirm.html", context)


@require_safe
@agent_page()
def domain_proof(request: AgentRequest, domain: int) -> HttpResponse:
    """One domain of the list, while somebody waits for what is found."""
    proof = proof_of(_find(request, domain))
    if not request.htmx:
        return redirect(_url(request))
    return render(request, "customers/dashboard/ownership/domain.html", {"proof": proof})


@require_POST
@agent_page(at_least=Role.ADMIN)
def check_domain(request: AgentRequest, domain: int) -> HttpResponse:
    """Has a domain looked up by the worker."""
    found = _find(request, domain)
    ask_to_check(found, request.user)
    if request.htmx:
        found.refresh_from_db()
        context = {"proof": proof_of(found)}
        return render(request, "customers/dashboard/ownership/domain.html", context)
    text = _("%(domain)s is being looked up. Reload this page in a moment.")
    messages.success(request, text % {"domain": found.name})
    return redirect(_url(request))


def _find(request: AgentRequest, pk: int) -> Domain:
    domains = Domain.objects.filter(workspace=request.workspace, customer__archived_at=None)
    return get_object_or_404(domains.select_related("customer"), pk=pk)


def _url(request: AgentRequest) -> str:
    workspace = request.workspace
    return reverse("dashboard:routing", args=[workspace.vendor.slug, workspace.slug])
