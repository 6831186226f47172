"""Settings → Audit: what was done to who gets in, by whom and when, to read and to take along."""

from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from customers.dashboard.audit.listing import PAGE, Filter, Group, Line, filter_of, lines
from customers.dashboard.csv_files import BYTE_ORDER_MARK, CONTENT_TYPE, as_download, csv_line
from customers.models import Agent, Role, Workspace
from customers.models.ids import id_in
from customers.team.pages import AgentRequest, agent_page

IN_ONE_READ = 500  # entries of an export
CUSTOMERS_OFFERED = 500


@require_safe
@agent_page(at_least=Role.ADMIN)
def audit(request: AgentRequest) -> HttpResponse:
    """A page of the audit, as the query asks for it."""
    wanted = filter_of(request.GET)
    before = id_in(request.GET.get("before", ""))
    page = lines(request.workspace, wanted, before, PAGE + 1)
    page, more = page[:PAGE], page[PAGE:]
    context = {
        "lines": page,
        "more": page[-1].entry.pk if more else None,
        "wanted": wanted,
        "is_filtered": wanted != Filter(),
        "groups": Group,
        "agents": _agents(request.workspace),
        "customers": request.workspace.customers.order_by("name")[:CUSTOMERS_OFFERED],
    }
    return render(request, "customers/dashboard/audit/index.html", context)


@require_safe
@agent_page(at_least=Role.ADMIN)
def audit_csv(request: AgentRequest) -> StreamingHttpResponse:
    """All of the audit that the query asks for, as a file that is made while it is sent."""
    text = _file(request.workspace, filter_of(request.GET))
    return as_download(StreamingHttpResponse(text, content_type=CONTENT_TYPE), "audit.csv")


def _agents(workspace: Workspace) -> list[Agent]:
    """Everybody who is or was on the team."""
    members = workspace.vendor.memberships.select_related("agent").order_by("agent__name")
    return [member.agent for member in members]


async def _file(workspace: Workspace, wanted: Filter) -> AsyncIterator[str]:
    """A part of the file at a time, so that an audit of years needs no more memory."""
    header = [_("When (UTC)"), _("Who"), _("Email"), _("What"), _("Subject"), _("Customer")]
    yield BYTE_ORDER_MARK + csv_line([*header, _("Details"), _("Action")])
    before = 0
    while part := await sync_to_async(lines)(workspace, wanted, before, IN_ONE_READ):
        before = part[-1].entry.pk
        yield "".join(csv_line(_cells(line)) for line in part)


def _cells(line: Line) -> list[str]:
    entry = line.entry
    return [
        entry.at.strftime("%Y-%m-%d %H:%M:%S"),
        line.who,
        entry.agent.email if entry.agent else "",
        line.what,
        entry.subject,
        entry.customer.name if entry.customer else "",
        "; ".join(line.details),
        entry.action,
    ]
