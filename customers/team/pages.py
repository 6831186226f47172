"""What every page of the agents' side shares: who asks, about which workspace, and may they."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from customers.models import Agent, Membership, Role, Workspace

CURRENT = "-"  # in a URL: the vendor and workspace that this agent last looked at
SESSION_KEY = "workspace"


class AgentRequest(HttpRequest):
    """A request of a signed-in agent for a workspace that they may see."""

    user: Agent
    workspace: Workspace
    membership: Membership
    htmx: HtmxDetails


def agent_page[**P](
    at_least: Role = Role.READER,
) -> Callable[
    [Callable[Concatenate[AgentRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]
]:
    """Makes ``view(request, …)`` a page below ``/admin/<vendor>/<workspace>/``.

    A stranger gets 404, somebody whose role is too low 403, and ``-`` stands for the vendor and
    workspace last looked at. The view finds ``request.workspace`` and ``request.membership``.
    """

    def decorate(
        view: Callable[Concatenate[AgentRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @never_cache  # nor does the browser's Back show it to whoever comes after a sign-out
        @login_required
        @wraps(view)
        def page(
            request: AgentRequest, vendor: str, workspace: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if vendor == CURRENT and not Workspace.objects.seen_by(request.user).exists():
                return redirect("admin")  # which says so
            found = find_workspace(request, vendor, workspace)
            if is_current(vendor, workspace) and request.method in {"GET", "HEAD"}:
                return redirect(_canonical_path(request, found))
            request.workspace = found
            request.membership = membership_of(request.user, found)
            if not request.membership.reaches(at_least):
                raise PermissionDenied
            request.session[SESSION_KEY] = found.pk
            return view(request, *args, **kwargs)

        return page

    return decorate


def is_current(vendor: str, workspace: str) -> bool:
    """Whether a URL means the vendor and workspace last looked at, rather than naming them."""
    return vendor == CURRENT and workspace == CURRENT


def find_workspace(request: AgentRequest, vendor: str, workspace: str) -> Workspace:
    """The workspace of a URL, among those that the agent may see. Raises Http404."""
    seen = Workspace.objects.seen_by(request.user).select_related("vendor")
    if not is_current(vendor, workspace):
        found = seen.filter(vendor__slug=vendor, slug=workspace).first()
    else:
        last = request.session.get(SESSION_KEY)
        found = (seen.filter(pk=last).first() if last else None) or seen.order_by("pk").first()
    if found is None:
        raise Http404
    return found


def membership_of(agent: Agent, workspace: Workspace) -> Membership:
    """The agent's active membership with the workspace's vendor. Raises Membership.DoesNotExist."""
    return Membership.objects.active().get(agent=agent, vendor=workspace.vendor_id)


def _canonical_path(request: HttpRequest, workspace: Workspace) -> str:
    path = request.get_full_path()
    return path.replace("/-/-/", f"/{workspace.vendor.slug}/{workspace.slug}/", 1)
