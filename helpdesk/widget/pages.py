"""The form in the vendor's frame, and what it says once mail is on its way."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from customers.embedding.frame_policy import allow_framing, frame_ancestors
from customers.embedding.origins import is_own_origin
from customers.models import Workspace
from customers.proof.asking import FormAnswered, LinkRequest, request_link
from customers.proof.client_ip import client_ip
from customers.proof.limits import wait_for_ip
from helpdesk.widget.forms import AskForm

type WidgetView = Callable[[HttpRequest, Workspace], HttpResponse]


def widget_page(view: WidgetView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Makes ``view(request, workspace)`` a page of that widget that vendors' pages may frame.

    Browsers keep cookies out of frames, so there is no CSRF cookie: the form carries a token of
    its own, and a page of another site that posts to us is refused by its Origin.
    """

    @csrf_exempt
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, widget_id: str) -> HttpResponse:
        workspace = get_object_or_404(
            Workspace.objects.select_related("vendor"), widget_id=widget_id
        )
        response = _guarded(view, request, workspace)
        allow_framing(request, response, frame_ancestors(workspace))
        return response

    return page


def _guarded(view: WidgetView, request: HttpRequest, workspace: Workspace) -> HttpResponse:
    key = request.GET.get("key")
    if key is not None and not constant_time_compare(key, workspace.widget_key):
        return render(request, "helpdesk/widget/wrong_key.html", status=403)
    if request.method == "POST" and not _is_from_us(request):
        return render(request, "helpdesk/widget/foreign_origin.html", status=403)
    return view(request, workspace)


def _is_from_us(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    return origin is None or is_own_origin(origin, request.headers.get("Host"))


@require_http_methods(["GET", "HEAD", "POST"])
@widget_page
def form(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """The form: shown, or sent."""
    if request.method == "POST":
        return _ask(request, workspace)
    return _form_page(request, workspace, AskForm(widget_id=workspace.widget_id))


@require_POST
@widget_page
def correct(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """The form again, with what was typed, to correct the address."""
    typed = AskForm(request.POST, widget_id=workspace.widget_id)
    return _form_page(request, workspace, typed.again())


def _ask(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    asked = AskForm(request.POST, widget_id=workspace.widget_id)
    if not asked.is_valid():
        return _refused(request, workspace, asked)
    ip = client_ip(request)
    if wait := wait_for_ip(ip):
        return _too_many(request, workspace, asked, int(wait.total_seconds()) + 1)
    words = asked.cleaned_data
    try:
        request_link(LinkRequest(workspace, words["form"], words["email"], words["name"], ip))
    except FormAnswered:
        problem = _("This form has been sent for another address. Press the button again.")
        return _form_page(request, workspace, asked.again(), 422, problem)
    return _page(request, workspace, "sent", 202, asked=asked, address=words["email"])


def _refused(request: HttpRequest, workspace: Workspace, asked: AskForm) -> HttpResponse:
    """The same form with its errors. A form that stood open too long gets a fresh token."""
    if "form" in asked.errors:
        fresh = asked.again()
        return _form_page(request, workspace, fresh, 422, problem=str(asked.errors["form"][0]))
    return _form_page(request, workspace, asked, 422)


def _too_many(
    request: HttpRequest, workspace: Workspace, asked: AskForm, seconds: int
) -> HttpResponse:
    response = _page(
        request, workspace, "too_many", 429, asked=asked.again(), minutes=-(-seconds // 60)
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def _form_page(
    request: HttpRequest, workspace: Workspace, ask: AskForm, status: int = 200, problem: str = ""
) -> HttpResponse:
    return _page(request, workspace, "form", status, form=ask, problem=problem)


def _page(
    request: HttpRequest, workspace: Workspace, name: str, status: int, **context: object
) -> HttpResponse:
    shared: dict[str, object] = {"workspace": workspace, "vendor": workspace.vendor}
    if isinstance(asked := context.get("asked"), AskForm):
        shared |= {"again": asked.again(), "resend_after": settings.MAILBOX_LIMITS[0][0]}
    return render(request, f"helpdesk/widget/{name}.html", shared | context, status=status)
