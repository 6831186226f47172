"""Whom a change may have given another Decision."""

import re
from collections.abc import Iterable

from django.db.models import Q

from customers.models import Action, AuditEntry, Customer, KnownUser, Person
from customers.models.person import PersonQuerySet, at_any_of

# What is noted in the audit, and moves nobody.
MOVES_NOBODY = {
    Action.CUSTOMER_ADDED,
    Action.CUSTOMER_RENAMED,
    Action.EXTERNAL_ID_SET,
    Action.CONFLICT_LEFT,
    Action.CONFLICT_REOPENED,
    Action.ROOMS_CLOSED,
    Action.ROOMS_REOPENED,
    Action.ROOM_MOVED,
    Action.ROOM_MOVED_BACK,
    Action.ROOM_SHARED,
    Action.ROOM_MADE,
    Action.ROOM_RENAMED,
    Action.ROOM_ARCHIVED,
    Action.ROOM_UNARCHIVED,
    Action.MEMBER_ADDED,
    Action.MEMBER_REMOVED,
    Action.GUEST_INVITED,
    Action.MAIL_STOPPED,
    Action.MAIL_ALLOWED,
    Action.TEAMMATE_INVITED,
    Action.INVITATION_WITHDRAWN,
    Action.TEAMMATE_JOINED,
    Action.ROLE_CHANGED,
    Action.TEAMMATE_DEACTIVATED,
    Action.TEAMMATE_REACTIVATED,
    Action.ORIGIN_ADDED,
    Action.ORIGIN_REMOVED,
    Action.CREDENTIAL_ROTATED,
    Action.GRACE_ENDED,
    Action.WIDGET_SWITCHED,
}
# What is done to a customer with all that is its own; its name may look like a domain.
OF_WHOLE_CUSTOMERS = {Action.CUSTOMER_ARCHIVED, Action.CUSTOMER_UNARCHIVED}
DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


def may_move(action: Action) -> bool:
    """Whether a change of that kind may have given anybody another Decision.

    Every kind but those of MOVES_NOBODY: one that is forgotten there costs work, not truth.
    """
    return action not in MOVES_NOBODY


def reached_by(entry: AuditEntry) -> PersonQuerySet:
    """The people of the entry's workspace whose Decision its change may have changed.

    Those at the domain that it names and below it; else those whom its customer reaches; else, for
    a setting of the workspace, all.
    """
    people = Person.objects.filter(workspace=entry.workspace_id)
    if entry.action not in OF_WHOLE_CUSTOMERS and _is_domain(entry.subject):
        return people.filter(_at([entry.subject]))
    if entry.customer is None:
        return people
    return people.filter(_of(entry.customer))


def _of(customer: Customer) -> Q:
    known = KnownUser.objects.filter(customer=customer)
    domains = customer.domains.values_list("name", flat=True)
    return _at(domains) | Q(pk__in=known.values("person")) | Q(pin__customer=customer)


def _at(domains: Iterable[str]) -> Q:
    return at_any_of((name, True) for name in domains)


def _is_domain(subject: str) -> bool:
    return DOMAIN.fullmatch(subject) is not None
