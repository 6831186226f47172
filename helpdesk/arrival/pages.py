"""The magic link's page: looked at as often as one likes, redeemed by one press of its button.

Without JavaScript the button wants the six digits of the same mail as well, so that a program
which checks mail and submits forms opens nothing.
"""

from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from customers.embedding.origins import is_own_origin
from customers.models import MagicLink, Workspace
from customers.proof import link_tokens, links
from customers.proof.addresses import masked
from customers.proof.asking import Asked, TooMany, request_link
from customers.proof.client_ip import client_ip
from customers.proof.links import Standing
from customers.proof.sessions import session_for, set_session_cookie
from helpdesk.arrival.entering import Arrival, enter, enter_by_code
from helpdesk.arrival.forms import CodeForm
from helpdesk.arrival.nonces import is_fresh, new_nonce

# With no-referrer the browser would post ``Origin: null``; this says our origin and no path.
REFERRER_POLICY = "strict-origin"


@csrf_exempt  # the nonce and the Origin stand in: a mail program's browser may refuse cookies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link. Only a POST that a person's press or their code made redeems it."""
    found = links.find_link(token)
    if found is None or links.standing(found) != Standing.REDEEMABLE:
        return _closed_page(request, token, found)
    if request.method != "POST":
        return _open_page(request, found)
    if not _is_from_page(request, found):
        return _open_page(request, found, status=403)
    if request.POST.get("clicked") == "1":
        arrival = enter(found, request.COOKIES)
        return _room(arrival) if arrival else _closed_page(request, token, links.find_link(token))
    if "code" in request.POST:
        return _opened_by_code(request, token, found)
    return _open_page(request, found, status=403)


def _opened_by_code(request: HttpRequest, token: str, found: MagicLink) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        if arrival := enter_by_code(found, request.COOKIES, form.cleaned_data["code"]):
            return _room(arrival)
        form.refuse()
        found = links.find_link(token) or found
        if links.standing(found) != Standing.REDEEMABLE:  # by a second press of the same button
            return _closed_page(request, token, found)
    return _open_page(request, found, status=422, form=form)


def _room(arrival: Arrival) -> HttpResponse:
    response = redirect(*(["rooms:room", arrival.room.pk] if arrival.room else ["rooms:list"]))
    response.status_code = 303
    set_session_cookie(response, arrival.session, arrival.key)
    return _guarded(response)


@csrf_exempt
@never_cache
@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Sends a new link to the address of a link that opens nothing any more."""
    found = links.find_link(token)
    if found is None:
        return _closed_page(request, token, None)
    if not _is_from_page(request, found):
        return _closed_page(request, token, found, status=403)
    person = found.person
    try:
        with transaction.atomic():
            request_link(Asked(person.workspace, uuid4(), person.email, ip=client_ip(request)))
            return _page(request, "sent_again", 202, found)
    except TooMany as many:
        return _too_many(request, found, many)


def _too_many(request: HttpRequest, found: MagicLink, many: TooMany) -> HttpResponse:
    seconds = int(many.wait.total_seconds()) + 1
    response = _page(request, "too_many", 429, found, minutes=-(-seconds // 60))
    response.headers["Retry-After"] = str(seconds)
    return response


def _is_from_page(request: HttpRequest, found: MagicLink) -> bool:
    own = is_own_origin(request.headers.get("Origin"), request.headers.get("Host"))
    return own and is_fresh(request.POST.get("nonce", ""), found.pk)


def _open_page(
    request: HttpRequest, found: MagicLink, status: int = 200, form: CodeForm | None = None
) -> HttpResponse:
    here = session_for(request.COOKIES, found.person.workspace.widget_id)
    other = here.person if here and here.person_id != found.person_id else None
    return _page(
        request,
        "link",
        status,
        found,
        nonce=new_nonce(found.pk),
        form=form or CodeForm(),
        workspace=found.person.workspace,
        other_address=masked(other.email) if other else None,
        is_retry=status == 403,
    )


def _closed_page(
    request: HttpRequest, token: str, found: MagicLink | None, status: int | None = None
) -> HttpResponse:
    """Says what became of the link and offers a new one."""
    if found is None:
        widget_id = link_tokens.read(token).widget_id
        workspace = Workspace.objects.filter(widget_id=widget_id).select_related("vendor").first()
        return _page(request, "broken", status or 404, None, workspace=workspace)
    here = session_for(request.COOKIES, found.person.workspace.widget_id)
    return _page(
        request,
        "closed",
        status or 410,
        found,
        standing=links.standing(found).value,
        nonce=new_nonce(found.pk),
        is_here=bool(here and here.person_id == found.person_id),
    )


def _page(
    request: HttpRequest, name: str, status: int, found: MagicLink | None, **context: object
) -> HttpResponse:
    if found:
        context |= {
            "vendor": found.person.workspace.vendor,
            "address": masked(found.person.email),
        }
    return _guarded(render(request, f"helpdesk/arrival/{name}.html", context, status=status))


def _guarded(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = REFERRER_POLICY
    response.headers["X-Robots-Tag"] = "noindex"
    return response
