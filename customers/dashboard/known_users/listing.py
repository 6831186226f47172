"""The people whom a customer knows, and where routing puts each of them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Binding, Customer, KnownUser, Person
from customers.models.ids import id_in
from customers.routing.decision import Decision, Reason
from customers.routing.explanation import listed
from customers.routing.facts import decisions_for

PAGE = 50

ELSEWHERE = {
    Reason.BLOCKED: gettext_lazy("Blocked"),
    Reason.PINNED_TO_INBOX: gettext_lazy("Pinned to the Shared Email Inbox"),
    Reason.PINNED: gettext_lazy("Pinned to another customer"),
    Reason.KNOWN_IN_SEVERAL: gettext_lazy("In the Shared Email Inbox: known in several customers"),
    Reason.DOMAIN_IN_SEVERAL: gettext_lazy("In the Shared Email Inbox: several have the domain"),
    Reason.DOMAIN_SAYS_ANOTHER: gettext_lazy("In the Shared Email Inbox: the domain says another"),
}


@dataclass(frozen=True)
class Adding:
    """What stands in the field for a known user. ``removed`` is whom an undo would put back."""

    typed: str = ""
    error: str = ""
    removed: Person | None = None


@dataclass(frozen=True)
class Row:
    """Somebody known; ``elsewhere`` says where they are if not in this customer, ``also_in`` which
    others know them."""

    known: KnownUser
    elsewhere: str
    also_in: str


@dataclass(frozen=True)
class KnownUsers:
    """One page of the people whom a customer knows. ``after`` is the next page's key."""

    rows: list[Row]
    count: int
    after: str
    adding: Adding


def known_users(customer: Customer, adding: Adding, after: str = "") -> KnownUsers:
    """The people whom ``customer`` knows, by address, behind the known user of the id ``after``."""
    signed = Exists(Binding.objects.filter(known_user=OuterRef("pk")))
    found = customer.known_users.select_related("person").order_by("person__email")
    found = found.annotate(is_signed_in=signed)
    last = found.filter(pk=id_in(after)).first()
    page = list(found.filter(person__email__gt=last.person.email if last else "")[: PAGE + 1])
    page, more = page[:PAGE], page[PAGE:]
    decisions = decisions_for(customer.workspace, [known.person.email for known in page])
    others = _others(customer, [known.person_id for known in page])
    rows = [
        Row(
            known,
            _elsewhere(customer, decisions[known.person.email], known.is_signed_in),
            listed(others[known.person_id]) if known.person_id in others else "",
        )
        for known in page
    ]
    return KnownUsers(rows, found.count(), str(page[-1].pk) if more else "", adding)


def _others(customer: Customer, people: list[int]) -> dict[int, set[str]]:
    """The names of the other active customers that know these people, by the person's id."""
    found: dict[int, set[str]] = defaultdict(set)
    known = KnownUser.objects.filter(person__in=people, customer__archived_at=None)
    for person, name in known.exclude(customer=customer).values_list("person", "customer__name"):
        found[person].add(name)
    return dict(found)


def _elsewhere(customer: Customer, decision: Decision, is_signed_in: bool) -> str:
    if decision.customer == customer.pk:
        return ""
    if customer.archived_at:
        return _("Not counted while archived")
    if is_signed_in and not decision.is_shut_out:
        # By the vendor's token they are here; what routing decides is for their mailbox.
        if decision.customer:
            return _("By mail with another customer")
        return _("By mail in the Shared Email Inbox")
    return str(ELSEWHERE.get(decision.reason, ""))
