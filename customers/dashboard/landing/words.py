"""Where addresses would land, in as few words as a table has room for."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from customers.models import Customer
from customers.routing.decision import Decision, Reason
from customers.routing.explanation import explain
from customers.routing.mail_domains import is_open_to_all, is_technical

CUSTOMERS_TOLD = 5  # those to whom most would come
REFUSALS: dict[str, Promise] = {
    "invalid": gettext_lazy("Not an email address."),
    "international": gettext_lazy("Letters outside a to z before the @."),
}


def in_short(decision: Decision, address: str, names: Mapping[int, str]) -> str:
    """Why ``address`` would be where ``decision`` puts it."""
    if decision.reason is Reason.BLOCKED:
        return _("Blocked.")
    if decision.reason is Reason.UNCLAIMED and is_open_to_all(address.rpartition("@")[2]):
        return _("Free or disposable mail.")
    if decision.reason is Reason.UNCLAIMED and is_technical(address):
        return _("A technical mailbox.")
    return explain(decision, address, names)


def refused(refusal: ValidationError) -> str:
    """Why something is no address."""
    return str(REFUSALS.get(str(refusal.code), refusal.messages[0]))


def totals(homes: Iterable[Customer], inbox: int, shut_out: int, refusals: int) -> str:
    """How many would land where: ``12 to Acme, 3 to the Shared Email Inbox, 1 refused``.

    ``homes`` has the customer of each who would come to one.
    """
    return ", ".join(
        [
            *_to_customers(Counter(homes)),
            *([_("%(number)d to the Shared Email Inbox") % {"number": inbox}] if inbox else []),
            *([_("%(number)d shut out") % {"number": shut_out}] if shut_out else []),
            *([_("%(number)d refused") % {"number": refusals}] if refusals else []),
        ]
    )


def _to_customers(homes: Counter[Customer]) -> list[str]:
    most = sorted(homes.items(), key=lambda one: (-one[1], one[0].name.casefold()))
    told, rest = most[:CUSTOMERS_TOLD], most[CUSTOMERS_TOLD:]
    words = [
        _("%(number)d to %(customer)s") % {"number": number, "customer": customer.name}
        for customer, number in told
    ]
    if rest:
        others = ngettext(
            "%(number)d to another customer", "%(number)d to %(others)d other customers", len(rest)
        )
        words.append(others % {"number": sum(n for _c, n in rest), "others": len(rest)})
    return words
