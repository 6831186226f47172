"""The form in the vendor's frame, and what it says once mail is on its way."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers.proof.asking import FormAnswered, LinkRequest, is_out, request_link
from customers.proof.client_ip import client_ip
from customers.proof.limits import wait_for_ip
from helpdesk.widget.forms import AskForm
from helpdesk.widget.framing import WidgetRequest, frame_page, widget_page
from helpdesk.widget.rooms import home_page


@require_http_methods(["GET", "HEAD", "POST"])
@widget_page
def form(request: WidgetRequest) -> HttpResponse:
    """The form: shown, or sent. Whoever is signed in in this frame sees their room instead."""
    if request.method == "POST":
        return _ask(request)
    return first_page(request)


@require_POST
@widget_page
def correct(request: WidgetRequest) -> HttpResponse:
    """The form again, with what was typed, to correct the address."""
    typed = AskForm(request.POST, widget_id=request.workspace.widget_id)
    return form_page(request, typed.again())


def first_page(request: WidgetRequest) -> HttpResponse:
    """The form; to whoever is signed in in this frame, their room."""
    if request.person_session is not None:
        return home_page(request, request.person_session)
    return form_page(request)


def form_page(
    request: WidgetRequest, ask: AskForm | None = None, status: int = 200, problem: str = ""
) -> HttpResponse:
    """The form, empty unless one is given; ``problem`` is what stood in its way."""
    ask = ask or AskForm(widget_id=request.workspace.widget_id)
    return frame_page(request, "form", status, form=ask, problem=problem)


def sent_page(
    request: WidgetRequest, asked: AskForm, status: int = 202, problem: str = ""
) -> HttpResponse:
    """Says that mail is on its way, and asks for the six digits in it."""
    return frame_page(
        request,
        "sent",
        status,
        asked=asked,
        address=asked.cleaned_data["email"],
        again=asked.again(),
        resend_after=settings.MAILBOX_LIMITS[0][0],
        code_form=_form_of_code(request, asked),
        problem=problem,
    )


def _form_of_code(request: WidgetRequest, asked: AskForm) -> str:
    """The token of the form whose mail is out: this one, or the one before it where another mail
    was not due yet. The digits count there alone."""
    typed = asked.cleaned_data
    for name in ("form", "before"):
        if typed[name] and is_out(request.workspace, typed[name], typed["email"]):
            return asked.data[name]
    return asked.data["form"]


def _ask(request: WidgetRequest) -> HttpResponse:
    asked = AskForm(request.POST, widget_id=request.workspace.widget_id)
    if not asked.is_valid():
        return _refused(request, asked)
    ip = client_ip(request)
    if wait := wait_for_ip(ip):
        return _too_many(request, asked, int(wait.total_seconds()) + 1)
    words = asked.cleaned_data
    try:
        request_link(
            LinkRequest(request.workspace, words["form"], words["email"], words["name"], ip)
        )
    except FormAnswered:
        problem = _("This form has been sent for another address. Press the button again.")
        return form_page(request, asked.again(), 422, problem)
    return sent_page(request, asked)


def _refused(request: WidgetRequest, asked: AskForm) -> HttpResponse:
    """The same form with its errors. A form that stood open too long gets a fresh token."""
    if "form" in asked.errors:
        return form_page(request, asked.again(), 422, problem=str(asked.errors["form"][0]))
    return form_page(request, asked, 422)


def _too_many(request: WidgetRequest, asked: AskForm, seconds: int) -> HttpResponse:
    response = frame_page(request, "too_many", 429, asked=asked.again(), minutes=-(-seconds // 60))
    response.headers["Retry-After"] = str(seconds)
    return response
