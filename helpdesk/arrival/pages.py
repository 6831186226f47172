"""The magic link's page: looked at as often as one likes, redeemed by one press of its button.

Without JavaScript the button wants the six digits of the same mail as well, so that a program
which checks mail and submits forms opens nothing.
"""

from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from customers.models import MagicLink, Person, Workspace
from customers.proof import link_tokens, links
from customers.proof.addresses import masked
from customers.proof.asking import Asked, TooMany, request_link
from customers.proof.client_ip import client_ip
from customers.proof.links import Standing
from customers.proof.sessions import session_for, set_session_cookie
from helpdesk.arrival.entering import Arrival, enter, enter_by_code
from helpdesk.arrival.forms import CodeForm
from helpdesk.arrival.guards import is_from_page, mailed_page, was_pressed
from helpdesk.arrival.nonces import new_nonce
from helpdesk.rooms.inviting import invite_again


@mailed_page("GET", "HEAD", "POST")
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link. Only a POST that a person's press or their code made redeems it."""
    found = links.find_link(token)
    if found is None or links.standing(found) != Standing.REDEEMABLE:
        return _closed_page(request, token, found)
    if request.method != "POST":
        return _open_page(request, found)
    if not is_from_page(request, _opening(request, found)):
        return _open_page(request, found, status=403)
    if was_pressed(request):
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
    return response


@mailed_page("POST")
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Sends a new link to the address of a link that opens nothing any more."""
    found = links.find_link(token)
    if found is None:
        return _closed_page(request, token, None)
    if not is_from_page(request, _asking_again(found)):
        return _closed_page(request, token, found, status=403)
    person = found.person
    try:
        with transaction.atomic():
            form, ip = uuid4(), client_ip(request)
            request_link(
                Asked(person.workspace, form, person.email, found.name, ip, invites=found.invites)
            )
            invite_again(found, form)
            return _page(request, "sent_again", 202, found)
    except TooMany as many:
        return _too_many(request, found, many)


def _too_many(request: HttpRequest, found: MagicLink, many: TooMany) -> HttpResponse:
    seconds = int(many.wait.total_seconds()) + 1
    response = _page(request, "too_many", 429, found, minutes=-(-seconds // 60))
    response.headers["Retry-After"] = str(seconds)
    return response


def _opening(request: HttpRequest, found: MagicLink) -> str:
    """What the button does: open the link, and end the session of whom the page names for that.

    So a browser in which somebody else has signed in since the page was drawn is asked once more.
    """
    other = _somebody_else(request, found)
    return f"open {found.pk} instead of {other.pk if other else 'nobody'}"


def _asking_again(found: MagicLink) -> str:
    return f"ask again for {found.pk}"


def _somebody_else(request: HttpRequest, found: MagicLink) -> Person | None:
    """Who is signed in in this browser, if not whom the link is for."""
    here = session_for(request.COOKIES, found.person.workspace.widget_id)
    return here.person if here and here.person_id != found.person_id else None


def _open_page(
    request: HttpRequest, found: MagicLink, status: int = 200, form: CodeForm | None = None
) -> HttpResponse:
    other = _somebody_else(request, found)
    return _page(
        request,
        "link",
        status,
        found,
        nonce=new_nonce(_opening(request, found)),
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
        nonce=new_nonce(_asking_again(found)),
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
    return render(request, f"helpdesk/arrival/{name}.html", context, status=status)
