"""Says in words what an audit entry says."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import (
    Action,
    AuditEntry,
    Challenge,
    CredentialKind,
    KnownUser,
    Role,
    SuppressionReason,
)
from customers.routing.explanation import shown_address
from customers.routing.mail_domains import shown

# What somebody did, to be read after their name.
SENTENCES: dict[str, Promise] = {
    Action.CUSTOMER_ADDED: gettext_lazy("added the customer %(subject)s"),
    Action.CUSTOMER_RENAMED: gettext_lazy("renamed a customer to %(subject)s"),
    Action.CUSTOMER_ARCHIVED: gettext_lazy("archived %(subject)s"),
    Action.CUSTOMER_UNARCHIVED: gettext_lazy("brought %(subject)s back"),
    Action.EXTERNAL_ID_SET: gettext_lazy("changed the id of %(customer)s in your own system"),
    Action.DOMAIN_ADDED: gettext_lazy("added %(domain)s to %(customer)s"),
    Action.DOMAIN_REMOVED: gettext_lazy("removed %(domain)s from %(customer)s"),
    Action.SUBDOMAINS_ADDED: gettext_lazy("added the subdomains of %(domain)s to %(customer)s"),
    Action.SUBDOMAINS_LEFT_OUT: gettext_lazy(
        "left out the subdomains of %(domain)s at %(customer)s"
    ),
    Action.DOMAIN_PROVEN: gettext_lazy("proved that %(domain)s is %(customer)s's"),
    Action.DOMAIN_PROOF_LOST: gettext_lazy("no longer found the proof of %(domain)s"),
    Action.KNOWN_USER_ADDED: gettext_lazy("made %(subject)s known in %(customer)s"),
    Action.KNOWN_USER_REMOVED: gettext_lazy("removed %(subject)s from those known in %(customer)s"),
    Action.PINNED: gettext_lazy("said that %(subject)s belongs to %(home)s"),
    Action.UNPINNED: gettext_lazy("left it to the rules where %(subject)s belongs"),
    Action.BLOCKED: gettext_lazy("blocked %(subject)s"),
    Action.UNBLOCKED: gettext_lazy("unblocked %(subject)s"),
    Action.VISIT_APPROVED: gettext_lazy("approved the first visit of %(subject)s"),
    Action.APPROVAL_WITHDRAWN: gettext_lazy("withdrew the approval of %(subject)s"),
    Action.CONFLICT_LEFT: gettext_lazy("left %(domain)s with all who have it"),
    Action.CONFLICT_REOPENED: gettext_lazy("asks again whose %(domain)s is"),
    Action.ROOMS_CLOSED: gettext_lazy("closed the old rooms of %(subject)s after a long absence"),
    Action.ROOMS_REOPENED: gettext_lazy("opened the old rooms of %(subject)s again"),
    Action.ROOM_MOVED: gettext_lazy("moved a room of %(subject)s to %(customer)s"),
    Action.ROOM_MOVED_BACK: gettext_lazy("moved a room of %(subject)s back"),
    Action.ROOM_SHARED: gettext_lazy("let everybody at %(customer)s read a room of %(subject)s"),
    Action.ROOM_MADE: gettext_lazy("made the room %(subject)s at %(customer)s"),
    Action.ROOM_RENAMED: gettext_lazy("renamed a room of %(customer)s to %(subject)s"),
    Action.ROOM_ARCHIVED: gettext_lazy("archived the room %(subject)s of %(customer)s"),
    Action.ROOM_UNARCHIVED: gettext_lazy("brought the room %(subject)s of %(customer)s back"),
    Action.MEMBER_ADDED: gettext_lazy("added %(subject)s to a room of %(customer)s"),
    Action.MEMBER_REMOVED: gettext_lazy("took %(subject)s out of a room of %(customer)s"),
    Action.GUEST_INVITED: gettext_lazy("invited %(subject)s as a guest of a room of %(customer)s"),
    Action.MAIL_STOPPED: gettext_lazy("stopped mail to %(subject)s"),
    Action.MAIL_ALLOWED: gettext_lazy("allowed mail to %(subject)s again"),
    Action.TEAMMATE_INVITED: gettext_lazy("invited %(subject)s to the team"),
    Action.INVITATION_WITHDRAWN: gettext_lazy("withdrew the invitation of %(subject)s"),
    Action.TEAMMATE_JOINED: gettext_lazy("joined the team as %(subject)s"),
    Action.ROLE_CHANGED: gettext_lazy("gave %(subject)s another role"),
    Action.TEAMMATE_DEACTIVATED: gettext_lazy("deactivated %(subject)s"),
    Action.TEAMMATE_REACTIVATED: gettext_lazy("reactivated %(subject)s"),
    Action.ORIGIN_ADDED: gettext_lazy("allowed pages of %(subject)s to show the widget"),
    Action.ORIGIN_REMOVED: gettext_lazy("took %(subject)s off the pages that may show the widget"),
    Action.CREDENTIAL_ROTATED: gettext_lazy("made a new %(kind)s"),
    Action.GRACE_ENDED: gettext_lazy("ended a former %(kind)s"),
    Action.WIDGET_SWITCHED: gettext_lazy("switched the widget %(switch)s"),
    Action.SETTING_CHANGED: gettext_lazy("switched %(setting)s %(switch)s"),
}
# Of a setting that has more values than on and off.
SET_TO = gettext_lazy("set “%(setting)s” to “%(value)s”")
SETTINGS: dict[str, Promise] = {
    "challenge": gettext_lazy("Ask browsers for a piece of work"),
}
# The details that stand in no sentence, and what is said of each.
PHRASES: dict[str, Promise] = {
    "before": gettext_lazy("before: %(value)s"),
    "external_id": gettext_lazy("id: %(value)s"),
    "grace_hours": gettext_lazy("hours that the former one works on: %(value)s"),
    "left_to": gettext_lazy("it stays with %(value)s"),
    "override_reason": gettext_lazy("because: %(value)s"),
    "reason": gettext_lazy("reason: %(value)s"),
    "role": gettext_lazy("role: %(value)s"),
    "room": gettext_lazy("room: %(value)s"),
    "source": gettext_lazy("%(value)s"),
}
VALUES: dict[str, dict[str, Promise | str]] = {
    "kind": dict(CredentialKind.choices),
    "source": dict(KnownUser.Source.choices),
    "role": dict(Role.choices),
    "before": dict(Role.choices),
    "value": dict(Challenge.choices),
    "reason": dict(SuppressionReason.choices),
}
# What a sentence says already, and numbers that nobody knows anything by.
UNTOLD = {"by_person", "customers", "kind", "on", "setting", "value"}


def who(entry: AuditEntry) -> str:
    """Who did it: an agent's name, the person it is about, or that nobody did."""
    if entry.agent:
        return entry.agent.name
    if by_person := entry.details.get("by_person"):
        return shown_address(by_person)
    return _("The person") if _is_by_the_person(entry) else _("Automatic")


def what(entry: AuditEntry) -> str:
    """What was done, to what, as it follows the name of who did it."""
    customer = entry.customer.name if entry.customer else ""
    return str(_sentence(entry)) % {
        "subject": _subject(entry),
        "domain": shown(entry.subject),
        "customer": customer or _("a customer"),
        "home": customer or _("the Shared Email Inbox"),
        "kind": _value("kind", entry.details.get("kind", "")),
        "setting": SETTINGS.get(entry.details.get("setting", ""), entry.subject),
        "value": _value("value", entry.details.get("value", "")),
        "switch": _("on") if entry.details.get("on") else _("off"),
    }


def _is_by_the_person(entry: AuditEntry) -> bool:
    is_denial = entry.details.get("reason") == SuppressionReason.NOT_ME
    return entry.action == Action.ROOM_SHARED or (entry.action == Action.MAIL_STOPPED and is_denial)


def _sentence(entry: AuditEntry) -> Promise:
    return SET_TO if "value" in entry.details else SENTENCES[entry.action]


def _subject(entry: AuditEntry) -> str:
    return shown_address(entry.subject) if "@" in entry.subject else entry.subject


def details(entry: AuditEntry) -> list[str]:
    """What else was noted of it, each in a few words."""
    rest = {name: value for name, value in entry.details.items() if name not in UNTOLD}
    return [text for name, value in rest.items() if (text := _detail(name, value))]


def _detail(name: str, value: object) -> str:
    if name == "with_subdomains":
        return _("with subdomains") if value else ""
    text = _value(name, value)
    return str(PHRASES[name]) % {"value": text} if name in PHRASES else f"{name}: {text}"


def _value(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(VALUES.get(name, {}).get(str(value), value))
