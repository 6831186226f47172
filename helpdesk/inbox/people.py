"""What agents decide about a person: blocked or not, and where they belong."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.dashboard.finding import find_person
from customers.models import Customer, Person, Role
from customers.models.ids import id_in
from customers.routing.blocks import block, unblock
from customers.routing.pins import pin, unpin
from customers.team.pages import AgentRequest, agent_page
from helpdesk.inbox.addresses import person_url
from helpdesk.inbox.desk import url_of
from helpdesk.rooms import dialogs
from helpdesk.rooms.access import rooms_for_agent
from helpdesk.rooms.sealing import reopen


@require_POST
@agent_page(at_least=Role.AGENT)
def make_block(request: AgentRequest, person: int) -> HttpResponse:
    """Shut a person out."""
    found = find_person(request, person)
    block(found, request.user)
    return _back(request, found, _("%(person)s is blocked. Unblock lets them in again."))


@require_POST
@agent_page(at_least=Role.AGENT)
def remove_block(request: AgentRequest, person: int) -> HttpResponse:
    """Let a person in again."""
    found = find_person(request, person)
    unblock(found, request.user)
    return _back(request, found, _("%(person)s can enter again."))


@require_POST
@agent_page(at_least=Role.AGENT)
def make_pin(request: AgentRequest, person: int) -> HttpResponse:
    """Say where a person belongs: a customer, or with none named the Shared Email Inbox."""
    found = find_person(request, person)
    customer = _find_customer(request, request.POST.get("customer", ""))
    pin(found, customer, request.user)
    if customer is None:
        return _back(request, found, _("%(person)s stays in the Shared Email Inbox."))
    return _back(request, found, _("%(person)s belongs to %(customer)s now."), customer=customer)


@require_POST
@agent_page(at_least=Role.AGENT)
def remove_pin(request: AgentRequest, person: int) -> HttpResponse:
    """Leave it to the rules again where a person belongs."""
    found = find_person(request, person)
    unpin(found, request.user)
    return _back(request, found, _("The rules decide again where %(person)s belongs."))


@require_POST
@agent_page(at_least=Role.AGENT)
def reopen_rooms(request: AgentRequest, person: int) -> HttpResponse:
    """Open somebody's old rooms again: an agent's word that it is the same person."""
    found = find_person(request, person)
    reopen(found, request.user)
    return _back(request, found, _("%(person)s can read their old rooms again."))


@require_POST
@agent_page(at_least=Role.AGENT)
def begin_dialog(request: AgentRequest, person: int) -> HttpResponse:
    """Leads to the agent's dialog with a person, or to the person's own room; made if need be."""
    found = find_person(request, person)
    try:
        return redirect(url_of(dialogs.begin_dialog(found, request.user)))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect(person_url(found))


def _find_customer(request: AgentRequest, pk: str) -> Customer | None:
    """The active customer of this number in the workspace; none for "". Raises Http404."""
    if not pk:
        return None
    customers = request.workspace.customers.organisations().active()
    return get_object_or_404(customers, pk=id_in(pk))


def _back(
    request: AgentRequest, person: Person, done: str, customer: Customer | None = None
) -> HttpResponse:
    """Back to where this was asked, saying what was done: their page, or their own room."""
    messages.success(request, done % {"person": person, "customer": customer})
    if request.POST.get("back") == "person":
        return redirect(person_url(person))
    rooms = rooms_for_agent(request.workspace).filter(person=person)
    room = rooms.order_by("is_former", "-pk").first()
    return redirect(url_of(room) if room else "admin")
