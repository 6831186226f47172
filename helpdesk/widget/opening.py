"""From the shell to the widget's own page, with the token that the vendor's page gave."""

import json
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from customers.embedding.allowed_origins import origin_of
from customers.embedding.credentials import Credential, find_key
from customers.embedding.sightings import note_sighting
from customers.embedding.token_sessions import session_by_token
from customers.embedding.tokens import SignedIn, TokenRefused, sign_in
from customers.models import PersonSession
from customers.proof.sessions import session_for
from helpdesk.widget.framing import WidgetRequest, frame_page, is_top_level, widget_page
from helpdesk.widget.pages import first_page
from helpdesk.widget.rooms import frame_state, home_page

LONGEST_TOKEN = 32 * 1024  # characters


@require_POST
@widget_page
def opened(request: WidgetRequest) -> HttpResponse:
    """Opens the frame for whomever the token speaks of: a known user's rooms, or the form."""
    token = _token(request)
    try:
        signed_in = sign_in(request.workspace, token)
        session = session_by_token(signed_in) if signed_in else None
    except TokenRefused as refused:
        _note(request, token, None)
        return frame_page(request, "token_refused", 403, refused=refused)
    if session is None and _key(request, token) is None:
        return frame_page(request, "wrong_key", 403)
    _note(request, token, signed_in)
    if session is not None:
        return _known(request, session)
    if is_top_level(request) and session_for(request.COOKIES, request.workspace.widget_id):
        return HttpResponseRedirect(reverse("rooms:list"), status=303)
    return _unknown(request)


@require_safe
@widget_page
def headless(request: WidgetRequest) -> HttpResponse:
    """The frame of size 0: it only keeps the badge of the vendor's page."""
    return headless_page(request)


def headless_page(request: WidgetRequest, session: PersonSession | None = None) -> HttpResponse:
    """The page of size 0, for the session given or remembered."""
    session = session or request.person_session
    return frame_page(request, "headless", state=frame_state(session) if session else None)


def _unknown(request: WidgetRequest) -> HttpResponse:
    """The form, or the room of whom this frame remembers; in a tab at an address of its own."""
    if _is_headless(request):
        return headless_page(request)
    if is_top_level(request):
        form = reverse("widget:form", args=[request.workspace.widget_id])
        return HttpResponseRedirect(form, status=303)
    return first_page(request)


def _known(request: WidgetRequest, session: PersonSession) -> HttpResponse:
    if _is_headless(request):
        return headless_page(request, session)
    return home_page(request, session)


def _token(request: WidgetRequest) -> dict[str, Any]:
    """The token as the vendor's page gave it; an empty one for what is none."""
    text = request.POST.get("token", "")
    try:
        token = json.loads(text) if len(text) <= LONGEST_TOKEN else None
    except (ValueError, RecursionError):
        token = None
    return token if isinstance(token, dict) else {}


def _key(request: WidgetRequest, token: dict[str, Any]) -> Credential | None:
    """The accepted key that the token carries. Keys are ASCII; JSON can spell what no text is."""
    key = token.get("widgetKey")
    if not isinstance(key, str) or not key.isascii():
        return None
    return find_key(request.workspace, key)


def _is_headless(request: WidgetRequest) -> bool:
    return request.POST.get("headless") == "true"


def _note(request: WidgetRequest, token: dict[str, Any], signed_in: SignedIn | None) -> None:
    """Note the page that holds the frame: its own word, since between us there is the shell."""
    origin = origin_of(request.POST.get("origin", ""))
    key = _key(request, token)
    note_sighting(
        request.workspace,
        origin,
        old_key=bool(key and key.retired),
        old_secret=bool(signed_in and signed_in.secret.retired),
    )
