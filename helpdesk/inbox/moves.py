"""Agents let rooms of the Shared Email Inbox follow their people, or take them back."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.finding import find_organisation
from customers.models import Role
from customers.models.ids import id_in
from customers.team.pages import AgentRequest, agent_page
from helpdesk.inbox.desk import find_room, url_of
from helpdesk.models import RoomMove
from helpdesk.rooms import moving
from helpdesk.rooms.moving_back import move_back, moved_here


@require_safe
@agent_page()
def moves(request: AgentRequest, customer: int) -> HttpResponse:
    """The rooms that may follow their people to a customer, and those that have."""
    found = find_organisation(request, customer)
    context = {
        "customer": found,
        "movable": moving.movable_rooms(found, id_in(request.GET.get("after", ""))),
        "moved": moved_here(found),
    }
    return render(request, "helpdesk/inbox/moves.html", context)


@require_POST
@agent_page(at_least=Role.AGENT)
def move_all(request: AgentRequest, customer: int) -> HttpResponse:
    """Moves all of them; a very long list takes several presses."""
    found = find_organisation(request, customer)
    number = len(moving.move_all(found, request.user))
    done = ngettext("%(number)d room is moved.", "%(number)d rooms are moved.", number)
    messages.success(request, done % {"number": number})
    return redirect(_moves_url(request, found.pk))


@require_POST
@agent_page(at_least=Role.AGENT)
def move_room(request: AgentRequest, room: int) -> HttpResponse:
    """Moves one room to where its person belongs now."""
    found = find_room(request, room)
    try:
        moved = moving.move(found, request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(url_of(found))
    done = _("%(room)s is moved to %(customer)s. Only %(person)s and your team can read it.")
    words = {"room": moved.room, "customer": moved.customer, "person": moved.person}
    messages.success(request, done % words)
    return redirect(_moves_url(request, moved.customer_id))


@require_POST
@agent_page(at_least=Role.AGENT)
def undo(request: AgentRequest, batch: UUID) -> HttpResponse:
    """Takes back what was moved at once."""
    moves = RoomMove.objects.filter(workspace=request.workspace, batch=batch)
    customer = moves.values_list("customer", flat=True).first()
    if customer is None:
        raise Http404
    back = move_back(request.workspace, batch, request.user)
    if back.number:
        done = ngettext("%(number)d room went back.", "%(number)d rooms went back.", back.number)
        messages.success(request, done % {"number": back.number})
    if back.shared:
        text = _("Shared with colleagues by now, so these stay: %(rooms)s")
        messages.warning(request, text % {"rooms": ", ".join(back.shared)})
    return redirect(_moves_url(request, customer))


def _moves_url(request: AgentRequest, customer: int) -> str:
    workspace = request.workspace
    names = {"vendor": workspace.vendor.slug, "workspace": workspace.slug}
    return reverse("inbox:moves", kwargs=names | {"customer": customer})
