"""What agents are told about domains that several customers share."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Customer, Domain
from customers.routing.conflicts import Conflict, conflicts_if_added
from customers.routing.mail_domains import MailDomain, shown
from customers.routing.own_domains import is_of_the_team


def notes_before_adding(customer: Customer, domain: MailDomain) -> list[str]:
    """What to know before ``domain`` becomes the customer's; nothing if nothing is unusual."""
    notes = [before(conflict) for conflict in conflicts_if_added(customer, domain)]
    if is_of_the_team(customer.workspace.vendor, domain):
        notes.append(
            _(
                "%(domain)s is your own team's domain. Teammates who write from it join "
                "%(customer)s like anybody else."
            )
            % {"domain": shown(domain.name), "customer": customer.name}
        )
    return notes


def before(conflict: Conflict) -> str:
    """What will happen if a change goes ahead."""
    if conflict.below:
        text = ngettext(
            "%(others)s has the subdomains of %(domain)s too. If both keep them, people there go "
            "to the Shared Email Inbox.",
            "%(others)s have the subdomains of %(domain)s too. If all keep them, people there go "
            "to the Shared Email Inbox.",
            len(conflict.others),
        )
    else:
        text = ngettext(
            "%(domain)s belongs to %(others)s too. If both keep it, people at %(domain)s go to "
            "the Shared Email Inbox.",
            "%(domain)s belongs to %(others)s too. If all keep it, people at %(domain)s go to "
            "the Shared Email Inbox.",
            len(conflict.others),
        )
    return text % _params(conflict)


def now(conflict: Conflict) -> str:
    """What happens because of a conflict that stands."""
    if conflict.below:
        text = ngettext(
            "%(others)s has the subdomains of %(domain)s too, so people there go to the Shared "
            "Email Inbox.",
            "%(others)s have the subdomains of %(domain)s too, so people there go to the Shared "
            "Email Inbox.",
            len(conflict.others),
        )
    else:
        text = ngettext(
            "%(others)s has %(domain)s too, so people there go to the Shared Email Inbox.",
            "%(others)s have %(domain)s too, so people there go to the Shared Email Inbox.",
            len(conflict.others),
        )
    return text % _params(conflict)


def proof(domain: Domain) -> str:
    """Whether the customer has proven to own a domain, in a word or two."""
    return _("proven") if domain.proven_at else _("not proven")


def _params(conflict: Conflict) -> dict[str, str]:
    others = get_text_list(list(conflict.others), _("and"))
    return {"domain": shown(conflict.name), "others": others}
