"""Where would they land? Asked for an address or for many, answered without touching anything."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from customers.dashboard.csv_files import csv_file
from customers.dashboard.landing.landing import Landing, landings, totals
from customers.dashboard.landing.pasted import MOST_ADDRESSES, addresses_in
from customers.dashboard.large_forms import large_form
from customers.team.pages import AgentRequest, agent_page

LONGEST_FORM = 4 * 1024 * 1024  # bytes: far more than MOST_ADDRESSES, so that too many can be told


@require_http_methods(["GET", "HEAD", "POST"])
@agent_page()
@large_form(LONGEST_FORM)
def landing(request: AgentRequest) -> HttpResponse:
    """The form, and below it where each address would land."""
    if request.method != "POST":
        return _page(request)
    try:
        found = landings(request.workspace, addresses_in(_typed(request)))
    except ValidationError as refusal:
        return _page(request, error=refusal.messages[0])
    return _page(request, landings=found, totals=totals(found))


@require_POST
@agent_page()
@large_form(LONGEST_FORM)
def landing_csv(request: AgentRequest) -> HttpResponse:
    """The same as a file."""
    try:
        found = landings(request.workspace, addresses_in(_typed(request)))
    except ValidationError as refusal:
        return _page(request, error=refusal.messages[0])
    return csv_file("where-they-would-land.csv", [_header(), *map(_line, found)])


def _typed(request: AgentRequest) -> str:
    return request.POST.get("addresses", "")


def _header() -> list[str]:
    return [_("Typed"), _("Address"), _("Where"), _("Why"), _("Looks like")]


def _line(one: Landing) -> list[str]:
    return [one.typed, one.address, one.where, one.why, one.looks_like]


def _page(request: AgentRequest, **state: object) -> HttpResponse:
    context = {"typed": _typed(request), "most": MOST_ADDRESSES} | state
    template = "customers/dashboard/landing/index.html"
    return render(request, template, context, status=422 if "error" in state else 200)
