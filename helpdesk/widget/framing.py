"""What every page of a widget shares: whose it is, who may frame it, and who may ask."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from customers.embedding.allowed_origins import origin_of
from customers.embedding.credentials import Credential, find_key
from customers.embedding.frame_policy import FRAMES, allow_framing, frame_ancestors
from customers.embedding.origins import is_own_origin
from customers.embedding.sightings import note_sighting
from customers.models import PersonSession, Workspace
from customers.proof.frame_sessions import frame_session


class WidgetRequest(HttpRequest):
    """A request for a page of a widget; ``person_session`` is whoever is signed in in the frame."""

    workspace: Workspace
    person_session: PersonSession | None


type WidgetView[**P] = Callable[Concatenate[WidgetRequest, P], HttpResponseBase]


def widget_page[**P](view: WidgetView[P]) -> Callable[..., HttpResponseBase]:
    """Makes ``view(request, …)`` a page below ``/widget/<widget_id>/`` that vendors may frame.

    Browsers keep cookies out of frames, so there is no CSRF cookie: the form carries a token of
    its own, and what is posted must come from a page of ours.
    """

    @csrf_exempt
    @never_cache
    @gzip_page
    @wraps(view)
    def page(
        request: WidgetRequest, widget_id: str, *args: P.args, **kw: P.kwargs
    ) -> HttpResponseBase:
        workspaces = Workspace.objects.select_related("vendor")
        request.workspace = get_object_or_404(workspaces, widget_id=widget_id)
        request.person_session = None
        response: HttpResponseBase | None = _refusal(request)
        if response is None:
            request.person_session = frame_session(request, widget_id)
            response = view(request, *args, **kw)
        allow_framing(request, response, frame_ancestors(request.workspace))
        return response

    return page


def frame_page(
    request: WidgetRequest, name: str, status: int = 200, **more: object
) -> HttpResponse:
    """A page of the widget's own: ``helpdesk/widget/<name>.html``."""
    context = {
        "workspace": request.workspace,
        "vendor": request.workspace.vendor,
        "state": None,  # nobody is signed in, unless the page says who
    }
    return render(request, f"helpdesk/widget/{name}.html", context | more, status=status)


def needs_key(request: HttpRequest) -> bool:
    """Whether the page was put into a frame by a page that isn't ours: it must know the key."""
    return is_framed(request) and request.headers.get("Sec-Fetch-Site") != "same-origin"


def is_framed(request: HttpRequest) -> bool:
    """Whether the browser says that this request fills a frame."""
    return request.headers.get("Sec-Fetch-Dest") in FRAMES


def is_top_level(request: HttpRequest) -> bool:
    """Whether the browser says that this request fills a tab."""
    return request.headers.get("Sec-Fetch-Dest") == "document"


def _refusal(request: WidgetRequest) -> HttpResponse | None:
    if not request.workspace.is_embeddable:
        _note_refused(request)
        return frame_page(request, "off", 403)
    if request.method not in {"GET", "HEAD"}:
        return _refusal_of_sent(request)
    return _refusal_of_key(request)


def _refusal_of_sent(request: WidgetRequest) -> HttpResponse | None:
    if not is_from_us(request):
        return frame_page(request, "foreign_origin", 403)
    try:
        request.POST  # noqa: B018  reads it, as far as it may be read
    except RequestDataTooBig:
        request._mark_post_parse_error()  # type: ignore[attr-defined]  # as Django does itself
        return frame_page(request, "too_much", 413)
    return None


def _refusal_of_key(request: WidgetRequest) -> HttpResponse | None:
    """A key that is given must be right, and a page that frames the widget must give one."""
    given = request.GET.get("key")
    key = find_key(request.workspace, given) if given else None
    if key is None and (given is not None or needs_key(request)):
        return frame_page(request, "wrong_key", 403)
    if needs_key(request):
        _note(request, key)
    return None


def is_from_us(request: HttpRequest) -> bool:
    """Whether a page of ours has sent this, as far as its browser says."""
    site = request.headers.get("Sec-Fetch-Site")
    own = is_own_origin(request.headers.get("Origin"), request.headers.get("Host"))
    return own and site in {None, "same-origin"}


def _note_refused(request: WidgetRequest) -> None:
    """Note the page that wanted a widget that is off: by the shell's word, else its browser's."""
    if needs_key(request):
        _note(request, None)
    elif "origin" in request.POST and is_from_us(request):
        note_sighting(request.workspace, origin_of(request.POST["origin"]))


def _note(request: WidgetRequest, key: Credential | None) -> None:
    referer = request.headers.get("Referer", "")
    note_sighting(request.workspace, origin_of(referer), old_key=bool(key and key.retired))
