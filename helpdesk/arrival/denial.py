"""“This wasn't me”, from the end of every link's mail: one press stops further mails.

Looking at it changes nothing, however often, and a program that checks mail and submits forms
stops nobody's mail.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from customers.models import MagicLink
from customers.proof.addresses import masked
from customers.proof.denial_tokens import find_denied
from customers.proof.denying import denial_of, deny
from helpdesk.arrival.guards import is_from_page, mailed_page, was_pressed
from helpdesk.arrival.nonces import new_nonce


@mailed_page("GET", "HEAD", "POST")
def denial(request: HttpRequest, token: str) -> HttpResponse:
    """Asks, and once it was said, says what that means."""
    found = find_denied(token)
    if found is None:
        return render(request, "helpdesk/arrival/denial_broken.html", status=404)
    if denial_of(found):
        return _page(request, "denied", found)
    if request.method != "POST":
        return _page(request, "denial", found)
    if not is_from_page(request, _subject(found)) or not _is_meant(request):
        return _page(request, "denial", found, status=403)
    deny(found)
    response = redirect("arrival:denial", token)  # so that a reload sends nothing again
    response.status_code = 303
    return response


def _is_meant(request: HttpRequest) -> bool:
    """A press; or without JavaScript the box, which no program ticks that sends forms as they
    stand."""
    return was_pressed(request) or request.POST.get("sure") == "1"


def _subject(found: MagicLink) -> str:
    return f"stop mails of {found.pk}"


def _page(request: HttpRequest, name: str, found: MagicLink, status: int = 200) -> HttpResponse:
    context = {
        "vendor": found.person.workspace.vendor,
        "address": masked(found.person.email),
        "nonce": new_nonce(_subject(found)),
        "is_retry": status == 403,
    }
    return render(request, f"helpdesk/arrival/{name}.html", context, status=status)
