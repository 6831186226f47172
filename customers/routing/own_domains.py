"""Domains that are not a customer's: the installation's own, and the vendor's."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Membership, Vendor
from customers.routing.mail_domains import MailDomain


def refuse_own_domain(domain: MailDomain) -> None:
    """Raises ValidationError for a domain that covers where this installation itself gets mail."""
    hosts = {
        urlsplit(settings.PUBLIC_URL).hostname or "",
        parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower(),
    }
    if any(_covers(domain, host) for host in hosts):
        raise ValidationError(
            _("This installation gets its own mail at %(name)s, so it can't be a customer's."),
            code="own",
            params={"name": domain.name},
        )


def is_of_the_team(vendor: Vendor, domain: MailDomain) -> bool:
    """Whether agents of ``vendor`` have their mailboxes there."""
    members = Membership.objects.active().filter(vendor=vendor)
    addresses = members.values_list("agent__email", flat=True)
    return any(_covers(domain, address.rpartition("@")[2]) for address in addresses)


def _covers(domain: MailDomain, host: str) -> bool:
    if host == domain.name:
        return True
    return domain.with_subdomains and host.endswith(f".{domain.name}")
