"""Makes a whole list of people known in a customer: read, shown line by line, then confirmed.

Between the steps nothing is stored: the form carries the list, which is read anew, and the seal of
what was shown, so that nothing else is done than what somebody saw.
"""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from customers.dashboard.csv_files import csv_file
from customers.dashboard.customers.detail import customer_url
from customers.dashboard.finding import find_organisation
from customers.dashboard.known_user_imports.planning import Outcome, Plan, Result, plan
from customers.dashboard.known_user_imports.reading import (
    MOST_BYTES,
    MOST_LINES,
    lines_of,
    text_of,
)
from customers.dashboard.known_user_imports.undoing import offer_undo, undo_import
from customers.dashboard.large_forms import large_form
from customers.models import Customer, Role
from customers.routing.known_users import add_known_users
from customers.team.pages import AgentRequest, agent_page

# A form spells in 9 bytes what a file in UTF-16 has in 2.
LONGEST_FORM = 5 * MOST_BYTES
SHOWN = 200  # lines of each outcome; the file of results has them all


@require_http_methods(["GET", "HEAD", "POST"])
@agent_page(at_least=Role.ADMIN)
@large_form(LONGEST_FORM)
def known_user_import(request: AgentRequest, customer: int) -> HttpResponse:
    """Asks for a list; given one, shows what would become of each line."""
    found = find_organisation(request, customer)
    if request.method != "POST":
        return _asking(request, found)
    typed = ""
    try:
        typed = _typed(request)
        return _shown(request, found, typed, plan(found, lines_of(typed)))
    except ValidationError as refusal:
        return _asking(request, found, typed, refusal.messages[0])


@require_POST
@agent_page(at_least=Role.ADMIN)
@large_form(LONGEST_FORM)
def confirm(request: AgentRequest, customer: int) -> HttpResponse:
    """Does what was shown; where something else would become of a line by now, shows that."""
    found = find_organisation(request, customer)
    return _with_plan(request, found, _carry_out)


def _carry_out(request: AgentRequest, found: Customer, typed: str, planned: Plan) -> HttpResponse:
    if planned.seal != request.POST.get("seal"):
        return _shown(request, found, typed, planned, has_changed=True)
    made = add_known_users(found, planned.people, request.user)
    offer_undo(request, found, made)
    number = len(made)
    done = ngettext("%(number)d known user is added.", "%(number)d known users are added.", number)
    return _done(request, found, done % {"number": number})


@require_POST
@agent_page(at_least=Role.ADMIN)
@large_form(LONGEST_FORM)
def results(request: AgentRequest, customer: int) -> HttpResponse:
    """What would become of each line, as a file."""
    found = find_organisation(request, customer)
    return _with_plan(request, found, _file)


def _file(request: AgentRequest, found: Customer, typed: str, planned: Plan) -> HttpResponse:
    header = [_("Line"), _("Email"), _("Name"), _("Result"), _("Why")]
    return csv_file("import-results.csv", [header, *map(_cells, planned.results)])


def _with_plan(
    request: AgentRequest,
    found: Customer,
    go_on: Callable[[AgentRequest, Customer, str, Plan], HttpResponse],
) -> HttpResponse:
    """Goes on with the list that the form carries; one that can't be read is asked for again."""
    typed = request.POST.get("list", "")
    try:
        planned = plan(found, lines_of(typed))
    except ValidationError as refusal:
        return _asking(request, found, typed, refusal.messages[0])
    return go_on(request, found, typed, planned)


@require_POST
@agent_page(at_least=Role.ADMIN)
def undo(request: AgentRequest, customer: int) -> HttpResponse:
    """Forgets those again whom the last list made known."""
    found = find_organisation(request, customer)
    gone = undo_import(request, found)
    done = ngettext("%(number)d person is known no more.", "%(number)d are known no more.", gone)
    return _done(request, found, done % {"number": gone})


def _done(request: AgentRequest, customer: Customer, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect(f"{customer_url(customer)}#known-users")


def _typed(request: AgentRequest) -> str:
    """The list of the file that was chosen, or else the one pasted. Raises ValidationError."""
    chosen = request.FILES.get("file")
    if chosen is None:
        return request.POST.get("list", "")
    return text_of(chosen.read(MOST_BYTES + 1))


def _cells(result: Result) -> list[object]:
    line = result.line
    return [line.number, line.email, line.name, result.outcome.label, result.why]


def _asking(
    request: AgentRequest, customer: Customer, typed: str = "", error: str = ""
) -> HttpResponse:
    context = {"customer": customer, "typed": typed, "error": error, "most": MOST_LINES}
    template = "customers/dashboard/known_user_imports/index.html"
    return render(request, template, context, status=422 if error else 200)


def _shown(
    request: AgentRequest,
    customer: Customer,
    typed: str,
    planned: Plan,
    has_changed: bool = False,
) -> HttpResponse:
    outcomes = [
        (outcome, planned.of(outcome)[:SHOWN], planned.counts[outcome])
        for outcome in Outcome
        if planned.counts[outcome]
    ]
    context = {
        "customer": customer,
        "typed": typed,
        "planned": planned,
        "outcomes": outcomes,
        "has_changed": has_changed,
    }
    template = "customers/dashboard/known_user_imports/preview.html"
    return render(request, template, context, status=409 if has_changed else 200)
