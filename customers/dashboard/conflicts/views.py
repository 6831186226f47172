"""The queue of what waits for a decision, and the answers to it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.conflicts.offers import answered, keep_taken, kept_taken, offered
from customers.dashboard.conflicts.page import queue
from customers.dashboard.finding import find_person
from customers.dashboard.previews.asking import Asking
from customers.models import Customer, Domain, Role
from customers.models.ids import id_in
from customers.routing import answers
from customers.routing.domains import others_with
from customers.routing.hypotheses import leaving_to
from customers.routing.mail_domains import shown
from customers.routing.pins import pin, unpin
from customers.routing.preview import NotAsPreviewedError, Preview, as_previewed
from customers.routing.queue import shared_among
from customers.team.pages import AgentRequest, agent_page


@require_safe
@agent_page()
def conflicts(request: AgentRequest) -> HttpResponse:
    """What waits for a decision."""
    context = queue(request) | {"offer": offered(request)}
    return render(request, "customers/dashboard/conflicts/index.html", context)


@require_POST
@agent_page(at_least=Role.AGENT)
def place_person(request: AgentRequest, person: int) -> HttpResponse:
    """Says where somebody belongs: a customer, or with none named the Shared Email Inbox."""
    found = find_person(request, person)
    customer = _customer(request, request.POST.get("customer", ""))
    pin(found, customer, request.user)
    done = _("%(person)s stays here.")
    if customer is not None:
        done = _("%(person)s is %(customer)s's now.")
    words = {"person": found.email, "customer": customer}
    return answered(request, done % words, "dashboard:unplace_person", found.pk)


@require_POST
@agent_page(at_least=Role.AGENT)
def unplace_person(request: AgentRequest, person: int) -> HttpResponse:
    """Leaves it to the rules again."""
    found = find_person(request, person)
    unpin(found, request.user)
    return answered(request, _("%(person)s waits again.") % {"person": found.email})


@require_POST
@agent_page(at_least=Role.ADMIN)
def take_domain(request: AgentRequest, domain: int) -> HttpResponse:
    """Makes a shared domain one customer's alone; first says what that moves."""
    found = _domain(request, domain)
    words = {"domain": shown(found.name), "customer": found.customer.name}
    try:
        with as_previewed(
            request.workspace,
            lambda: leaving_to(found.customer, found.name),
            request.POST.get("confirmed", ""),
        ):
            keep_taken(request, answers.take_from_others(found, request.user))
    except NotAsPreviewedError as unseen:
        return _confirm(request, found, unseen.preview)
    done = _("%(domain)s is %(customer)s's alone now.") % words
    return answered(request, done, "dashboard:give_domain_back")


@require_POST
@agent_page(at_least=Role.ADMIN)
def give_domain_back(request: AgentRequest) -> HttpResponse:
    """Undoes the last taking."""
    taking = kept_taken(request)
    if taking is None:
        return answered(request, _("There is nothing to undo."))
    try:
        answers.give_back(request.workspace, taking, request.user)
    except ValidationError as refusal:
        return answered(request, refusal.messages[0])
    return answered(request, _("The domain is shared again."))


@require_POST
@agent_page(at_least=Role.AGENT)
def leave_domain(request: AgentRequest, domain: int) -> HttpResponse:
    """Leaves a domain with all who share it."""
    found = _domain(request, domain)
    shared = shared_among(request.workspace, [found.name])
    if not shared:
        return answered(request, _("This is decided already."))
    left = answers.leave(request.workspace, shared[0], request.user)
    done = _("%(domain)s stays with all of them.") % {"domain": shown(found.name)}
    return answered(request, done, "dashboard:reopen_domain", left.pk)


@require_POST
@agent_page(at_least=Role.AGENT)
def reopen_domain(request: AgentRequest, left: int) -> HttpResponse:
    """Has a domain that was left wait for a decision again."""
    found = get_object_or_404(request.workspace.left_conflicts, pk=left)
    answers.reopen(found, request.user)
    return answered(request, _("%(domain)s waits again.") % {"domain": shown(found.name)})


def find_active(request: AgentRequest, pk: str) -> Customer:
    """The active customer of that number in the workspace. Raises Http404."""
    customers = request.workspace.customers.organisations().active()
    return get_object_or_404(customers, pk=id_in(pk))


def _customer(request: AgentRequest, pk: str) -> Customer | None:
    return find_active(request, pk) if pk else None


def _domain(request: AgentRequest, pk: int) -> Domain:
    domains = Domain.objects.filter(workspace=request.workspace, customer__archived_at=None)
    found = domains.select_related("customer", "workspace").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _confirm(request: AgentRequest, domain: Domain, preview: Preview) -> HttpResponse:
    label = _("Yes, %(domain)s is %(customer)s's") % {
        "domain": shown(domain.name),
        "customer": domain.customer.name,
    }
    context = {
        "domain": domain,
        "shown": shown(domain.name),
        "others": list(others_with(domain.customer, domain.name)),
        "asking": Asking(preview, request.path, label),
    }
    return render(request, "customers/dashboard/conflicts/take.html", context)
