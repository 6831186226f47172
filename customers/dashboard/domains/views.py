"""Adds domains to a customer and takes them off, from the table or from the customer's page.

Nothing is saved before whoever asked for it has seen what it would do.
"""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from customers.dashboard.domains import words
from customers.dashboard.domains.answering import respond
from customers.dashboard.domains.editor import Removed, Typing
from customers.dashboard.domains.typed import Typed, seal_of
from customers.dashboard.finding import find_organisation
from customers.dashboard.previews.asking import Asking
from customers.models import Customer, Domain, Role
from customers.routing import domains as changes
from customers.routing.hypotheses import Change, adding, leaving_out_subdomains, removing
from customers.routing.mail_domains import MailDomain
from customers.routing.preview import NotAsPreviewedError, as_previewed, undo_token
from customers.routing.typed_domains import OVERRIDABLE
from customers.team.pages import AgentRequest, agent_page


@require_safe
@agent_page()
def domains(request: AgentRequest, customer: int) -> HttpResponse:
    """The editor as it was before something was typed."""
    return respond(request, find_organisation(request, customer), Typing(is_over=True))


@require_POST
@agent_page(at_least=Role.ADMIN)
def add_domain(request: AgentRequest, customer: int) -> HttpResponse:
    """Adds what was typed once its preview is confirmed, or says why not."""
    found = find_organisation(request, customer)
    typed = Typed(request, found)
    try:
        typing = _add(request, found, typed)
    except ValidationError as refusal:
        typing = _refused(typed, refusal)
    return respond(request, found, typing)


@require_POST
@agent_page(at_least=Role.ADMIN)
def remove_domain(request: AgentRequest, customer: int, domain: int) -> HttpResponse:
    """Takes a domain off once its preview is confirmed, and offers to put it back."""
    found = find_organisation(request, customer)
    row = _find(found, domain)
    if row is None:
        return respond(request, found, Typing(is_over=True))
    try:
        with as_previewed(
            request.workspace, lambda: removing(_find(found, domain) or row), _confirmed(request)
        ):
            changes.remove_domain(found, domain, request.user)
            removed = _removed(find_organisation(request, customer), row)
    except NotAsPreviewedError as unseen:
        asking = Asking(unseen.preview, request.path, words.to_remove(row.name))
        return respond(request, found, Typing(asking=asking))
    return respond(request, found, Typing(removed=removed, is_over=True))


@require_POST
@agent_page(at_least=Role.ADMIN)
def leave_out_subdomains(request: AgentRequest, customer: int, domain: int) -> HttpResponse:
    """Makes a domain mean itself alone, once its preview is confirmed."""
    found = find_organisation(request, customer)
    row = _find(found, domain)
    if row is None:
        return respond(request, found, Typing(is_over=True))
    try:
        with as_previewed(
            request.workspace,
            lambda: leaving_out_subdomains(_find(found, domain) or row),
            _confirmed(request),
        ):
            changes.leave_out_subdomains(found, domain, request.user)
    except NotAsPreviewedError as unseen:
        asking = Asking(unseen.preview, request.path, words.to_leave_out(row.name))
        return respond(request, found, Typing(asking=asking))
    return respond(request, found, Typing(is_over=True))


def _add(request: AgentRequest, customer: Customer, typed: Typed) -> Typing:
    domain, reason = typed.domain(), typed.reason()

    def change() -> Change:
        fresh = find_organisation(request, customer.pk)
        return adding(fresh, domain, overridden=bool(reason))

    try:
        with as_previewed(request.workspace, change, _confirmed(request)):
            changes.add_domain(customer, domain, request.user, reason)
    except NotAsPreviewedError as unseen:
        typed.refuse_late_undo()
        label = words.to_add(domain, unseen.preview)
        fields = {"domain": typed.text, "reason": reason}
        return Typing(typed.text, asking=Asking(unseen.preview, request.path, label, fields))
    return Typing(is_over=True)


def _refused(typed: Typed, refusal: ValidationError) -> Typing:
    typing = typed.refused(refusal)
    is_for_owners = refusal.code in OVERRIDABLE and not typing.may_override
    return replace(typing, owner_may_override=is_for_owners)


def _removed(customer: Customer, row: Domain) -> Removed:
    """What puts a domain back that was just taken off ``customer``."""
    domain = MailDomain(row.name, row.with_subdomains)
    typed, reason = str(row), row.override_reason
    token = undo_token(adding(customer, domain, overridden=reason != ""))
    return Removed(typed, reason, token, seal_of(customer, typed, reason, token))


def _find(customer: Customer, domain: int) -> Domain | None:
    return customer.domains.select_related("customer__workspace__vendor").filter(pk=domain).first()


def _confirmed(request: AgentRequest) -> str:
    return request.POST.get("confirmed", "")
