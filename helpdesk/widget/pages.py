"""The form in the vendor's frame, and what it says once mail is on its way."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers.proof import challenges
from customers.proof.asking import Asked, FormAnswered, TooMany, refuse_too_many, request_link
from customers.proof.client_ip import client_ip
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
    typed = AskForm(request.POST, workspace=request.workspace)
    return form_page(request, typed.again())


def first_page(request: WidgetRequest) -> HttpResponse:
    """The form; to whoever is signed in in this frame, their room."""
    if request.person_session is not None:
        return home_page(request, request.person_session)
    return form_page(request)


def form_page(
    request: WidgetRequest,
    ask: AskForm | None = None,
    status: int = 200,
    problem: str = "",
    *,
    goes_on: bool = False,
) -> HttpResponse:
    """The form, empty unless one is given; ``problem`` is what stood in its way.

    Where the widget is under attack it brings a piece of work for the browser; with ``goes_on`` it
    is sent by itself once that is done.
    """
    ask = ask or AskForm(workspace=request.workspace)
    work = _work(request, ask)
    return frame_page(
        request, "form", status, form=ask, problem=problem, goes_on=goes_on and work, **work
    )


def _work(request: WidgetRequest, ask: AskForm) -> dict[str, object]:
    """What the form's browser has to do first, and how long that will be asked for."""
    is_done = ask.id and challenges.is_solved(ask["solution"].value() or "", ask.id)
    if ask.id is None or is_done or not challenges.is_asked_for(request.workspace):
        return {}
    calm = challenges.comes_to_rest(request.workspace)
    return {
        "challenge": challenges.new_challenge(ask.id),
        "calm_in": None if calm is None else _minutes(calm),
    }


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
        problem=problem,
    )


def _ask(request: WidgetRequest) -> HttpResponse:
    asked = AskForm(request.POST, workspace=request.workspace)
    if not asked.is_valid():
        return _refused(request, asked)
    try:
        if not _is_worked_for(request, asked):
            refuse_too_many(request.workspace)
            return _work_first(request, asked)
        # The page is made before anything is committed: what the worker does then takes no time
        # from it, and tells nothing of the address.
        with transaction.atomic():
            request_link(_asked(request, asked))
            return sent_page(request, asked)
    except FormAnswered:
        problem = _("This form has been sent for another address. Press the button again.")
        return form_page(request, asked.again(), 422, problem)
    except TooMany as many:
        return _too_many(request, asked, many)


def _asked(request: WidgetRequest, asked: AskForm) -> Asked:
    words = asked.cleaned_data
    return Asked(
        request.workspace,
        words["form"],
        words["email"],
        words["name"],
        client_ip(request),
        is_trapped=bool(words["subject"]),
    )


def _is_worked_for(request: WidgetRequest, asked: AskForm) -> bool:
    words = asked.cleaned_data
    return challenges.is_solved(words["solution"], words["form"]) or not (
        challenges.is_asked_for(request.workspace)
    )


def _work_first(request: WidgetRequest, asked: AskForm) -> HttpResponse:
    """The form with the work that it lacks; it goes on by itself, but after a wrong solution."""
    if asked.cleaned_data["solution"]:
        problem = _("That took long. Press the button again.")
        return form_page(request, asked.again(), 422, problem)
    return form_page(request, asked.again(), 422, goes_on=True)


def _refused(request: WidgetRequest, asked: AskForm) -> HttpResponse:
    """The same form with its errors. A form that stood open too long gets a fresh token."""
    problems = asked.errors.get("form") or asked.non_field_errors()
    if problems:
        return form_page(request, asked.again(), 422, problem=str(problems[0]))
    return form_page(request, asked, 422)


def _too_many(request: WidgetRequest, asked: AskForm, many: TooMany) -> HttpResponse:
    response = frame_page(
        request,
        "too_many",
        429,
        asked=asked.again(),
        is_network=many.is_network,
        minutes=_minutes(many.wait),
    )
    response.headers["Retry-After"] = str(int(many.wait.total_seconds()) + 1)
    return response


def _minutes(wait: timedelta) -> int:
    """A time to wait in whole minutes, so that nobody is asked back too early."""
    return max(1, -(-int(wait.total_seconds() + 1) // 60))
