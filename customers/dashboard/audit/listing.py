"""The audit, newest first, as a filter asks for it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet, TextChoices
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from customers.models import Action, AuditEntry, Workspace
from customers.models.ids import id_in
from customers.routing import audit_words

PAGE = 50
LONGEST_SEARCH = 254  # characters
LAST_DAY = date(9998, 12, 31)  # that has a day after it


class Group(TextChoices):
    """Kinds of actions that one looks for together."""

    CUSTOMERS = "customers", _("Customers")
    DOMAINS = "domains", _("Domains")
    PEOPLE = "people", _("People")
    ROOMS = "rooms", _("Rooms")
    MAIL = "mail", _("Mail")
    TEAM = "team", _("Team")
    WIDGET = "widget", _("Widget")
    SETTINGS = "settings", _("Settings")


# By what an action's name begins with; what fits nowhere is a matter of settings.
BEGINNINGS = {
    Group.CUSTOMERS: ("customer_", "external_id_", "conflict_"),
    Group.DOMAINS: ("domain_", "subdomains_"),
    Group.PEOPLE: (
        "known_user_",
        "pinned",
        "unpinned",
        "blocked",
        "unblocked",
        "visit_",
        "approval_",
    ),
    Group.ROOMS: ("room_", "rooms_", "member_", "guest_"),
    Group.MAIL: ("mail_",),
    Group.TEAM: ("teammate_", "invitation_", "role_"),
    Group.WIDGET: ("origin_", "credential_", "grace_", "widget_"),
}


@dataclass(frozen=True)
class Filter:
    """What somebody looks for in the audit; what a field can't mean is left out of it.

    ``since`` and ``until`` are days in UTC, both of them included.
    """

    group: Group | None = None
    agent: int = 0
    customer: int = 0
    words: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_backwards(self) -> bool:
        """Whether it begins after its end, so that no day is in it."""
        return bool(self.since and self.until and self.since > self.until)


@dataclass(frozen=True)
class Line:
    """An entry in words."""

    entry: AuditEntry
    who: str
    what: str
    details: list[str]


def filter_of(query: QueryDict) -> Filter:
    """What a URL's query asks for."""
    group = query.get("group", "")
    return Filter(
        Group(group) if group in Group.values else None,
        id_in(query.get("agent", "")),
        id_in(query.get("customer", "")),
        query.get("q", "")[:LONGEST_SEARCH].strip(),
        _day(query.get("since", "")),
        _day(query.get("until", "")),
    )


def lines(workspace: Workspace, wanted: Filter, before: int = 0, most: int = PAGE) -> list[Line]:
    """The newest entries that fit, behind the one of the id ``before``. One query."""
    entries = _matching(workspace, wanted).select_related("agent", "customer")
    if before:
        entries = entries.filter(pk__lt=before)
    return [_line(entry) for entry in entries.order_by("-pk")[:most]]


def actions_of(group: Group) -> list[Action]:
    """The actions of a group."""
    return [action for action in Action if _group_of(action) == group]


def _group_of(action: Action) -> Group:
    fitting = (group for group, begins in BEGINNINGS.items() if action.startswith(begins))
    return next(fitting, Group.SETTINGS)


def _matching(workspace: Workspace, wanted: Filter) -> QuerySet[AuditEntry]:
    fits = Q(workspace=workspace)
    if wanted.group:
        fits &= Q(action__in=actions_of(wanted.group))
    if wanted.agent:
        fits &= Q(agent=wanted.agent)
    if wanted.customer:
        fits &= Q(customer=wanted.customer)
    if wanted.words:
        fits &= Q(subject__icontains=wanted.words)
    if wanted.since:
        fits &= Q(at__gte=_midnight(wanted.since))
    if wanted.until:
        fits &= Q(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return AuditEntry.objects.filter(fits)


def _line(entry: AuditEntry) -> Line:
    return Line(entry, audit_words.who(entry), audit_words.what(entry), audit_words.details(entry))


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day <= LAST_DAY else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
