"""What agents are told about a customer's domains."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.dashboard.previews.words import listed, warns
from customers.models import Domain
from customers.routing.conflicts import Conflict
from customers.routing.lookalikes import passes_for
from customers.routing.mail_domains import MailDomain, is_disposable, is_free_mail, shown
from customers.routing.preview import Preview


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
    return text % {"domain": shown(conflict.name), "others": listed(conflict.others)}


def proof(domain: Domain) -> str:
    """Whether the customer has proven to own a domain, in a word or two."""
    return _("proven") if domain.proven_at else _("not proven")


def likeness(name: str) -> str:
    """Of which domain of plain letters a domain is a look-alike; "" for none."""
    plain = passes_for(name)
    return _("Looks like %(plain)s, but is another domain.") % {"plain": plain} if plain else ""


def overridden(reason: str) -> str:
    """Why a domain is here that is on a list of free mail."""
    return _("An owner let it in: “%(reason)s”") % {"reason": reason} if reason else ""


def openness(name: str) -> str:
    """What kind of mail a domain is of where anybody can have a mailbox; "" for any other."""
    if is_disposable(name):
        return _("disposable mail")
    return _("free mail") if is_free_mail(name) else ""


def to_add(domain: MailDomain, preview: Preview) -> str:
    """The words on the button that adds a domain, or its subdomains to one that is here."""
    words = {"domain": shown(domain.name)}
    if not preview.change.new_names:
        text = _("Include subdomains of %(domain)s")
    elif domain.with_subdomains:
        text = _("Add %(domain)s and its subdomains")
    else:
        text = _("Add %(domain)s")
    return _("%(do)s anyway") % {"do": text % words} if warns(preview) else text % words


def to_remove(name: str) -> str:
    """The words on the button that removes a domain."""
    return _("Remove %(domain)s") % {"domain": shown(name)}


def to_leave_out(name: str) -> str:
    """The words on the button that leaves out a domain's subdomains."""
    return _("Leave out subdomains of %(domain)s") % {"domain": shown(name)}
