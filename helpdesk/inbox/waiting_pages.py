"""The page of those who wait for proof, and what an agent can do for them: allow mail again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.finding import find_person
from customers.models import Role
from customers.models.ids import id_in
from customers.proof.suppressions import lift
from customers.team.pages import AgentRequest, agent_page
from helpdesk.inbox.addresses import person_url
from helpdesk.inbox.desk import find_room, url_of
from helpdesk.inbox.waiting import Show, newest_stops, waiting_page


@require_safe
@agent_page()
def waiting(request: AgentRequest) -> HttpResponse:
    """Who waits for proof, by what became of their mail, and which addresses get none."""
    asked, before = request.GET.get("show", ""), request.GET.get("before", "")
    show = Show(asked) if asked in Show.values else Show.ALL
    page = waiting_page(request.workspace, show, before)
    is_top = show is Show.ALL and not before
    context = {
        "page": page,
        "show": show,
        "shows": list(Show),
        "stopped": newest_stops(request.workspace, page.rows) if is_top else [],
    }
    return render(request, "helpdesk/inbox/waiting.html", context)


@require_POST
@agent_page(at_least=Role.AGENT)
def allow_mail(request: AgentRequest, suppression: int) -> HttpResponse:
    """Lift what stops mail to an address, and go back to where this was asked."""
    found = get_object_or_404(request.workspace.suppressions, pk=suppression)
    back = _asked_from(request)
    lift(found, request.user)
    done = _("%(address)s gets mail again. Whoever asks for a link there is sent one.")
    messages.success(request, done % {"address": found.mailbox})
    return redirect(back)


def _asked_from(request: AgentRequest) -> str:
    """The room or the person's page that the form names; else the page of all. Raises Http404."""
    if person := id_in(request.POST.get("person", "")):
        return person_url(find_person(request, person))
    if room := id_in(request.POST.get("room", "")):
        return url_of(find_room(request, room))
    workspace = request.workspace
    names = {"vendor": workspace.vendor.slug, "workspace": workspace.slug}
    return reverse("inbox:waiting", kwargs=names)
