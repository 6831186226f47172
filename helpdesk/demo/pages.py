"""The demo's pages: what to try, the vendor's page with the widget, mail, and a desk to sit at."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from customers.team.pages import AgentRequest, agent_page
from helpdesk.demo.access import demo_page, find_demo
from helpdesk.demo.cast import PASSWORD, PROFILES
from helpdesk.demo.tokens import LENA, known_users_token, unknown_users_token
from helpdesk.demo.world import demo_memberships, demo_workspace
from helpdesk.inbox.desk import desk


@demo_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What to try, in order."""
    context = {"demo": demo_workspace(), "owner": PROFILES[0], "password": PASSWORD}
    return render(request, "helpdesk/demo/index.html", context)


@demo_page
@require_safe
def vendor(request: HttpRequest) -> HttpResponse:
    """A page of the vendor Fernhill, with the widget on it."""
    return render(request, "helpdesk/demo/vendor.html", {"demo": find_demo()})


@never_cache  # the token ages
@demo_page
@require_safe
def showcase(request: HttpRequest) -> HttpResponse:
    """Fernhill's product, with the floating widget: for its user, or for somebody unknown."""
    demo = find_demo()
    tokens = {"known": known_users_token(demo), "unknown": unknown_users_token(demo)}
    return render(request, "helpdesk/demo/showcase.html", {"tokens": tokens, "user": LENA})


@demo_page
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The captured mail; or where to look, when mail really leaves."""
    if settings.EMAIL_URL:
        return render(request, "helpdesk/demo/mail_leaves.html")
    return redirect("mail_preview:index")


@demo_page
@require_safe
def agent(request: HttpRequest) -> HttpResponse:
    """Pick an agent of the demo to become."""
    find_demo()
    may = {profile.email: profile.may for profile in PROFILES}
    members = [(member, may[member.agent.email]) for member in demo_memberships()]
    return render(request, "helpdesk/demo/agent.html", {"members": members})


@demo_page
@require_POST
def become(request: HttpRequest, agent: int) -> HttpResponse:
    """Sign in as an agent of the demo, and as no other."""
    member = get_object_or_404(demo_memberships(), agent=agent)
    logout(request)  # whoever was signed in here before: their sockets end
    login(request, member.agent)
    workspace = find_demo()
    return redirect("inbox:index", vendor=workspace.vendor.slug, workspace=workspace.slug)


@demo_page
@require_safe
@login_required
def support(request: HttpRequest) -> HttpResponseBase:
    """The inbox, and beside it the vendor's page."""
    workspace = find_demo()
    return _beside(request, vendor=workspace.vendor.slug, workspace=workspace.slug)


@agent_page()
def _beside(request: AgentRequest) -> HttpResponse:
    context = desk(request, None) | {"demo": request.workspace, "keeps_url": True}
    return render(request, "helpdesk/demo/support.html", context)
