"""People who asked for a link and have not used it, with what became of their mail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, TextChoices
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers.models import MagicLink, Mail, MailFate, Person, Suppression, Workspace
from customers.models.ids import id_in
from customers.proof.addresses import mailbox_of
from customers.routing.explanation import shown_address
from customers.routing.lookalikes import passes_for

LOOKED_BACK = timedelta(days=7)
SHOWN = 10  # beside the roster
PAGE = 50


class Show(TextChoices):
    """Whose mail is listed, by what became of it."""

    ALL = "", _("All")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    RETRYING = "retrying", _("Will be tried again")
    UNDELIVERABLE = "undeliverable", _("Undeliverable")
    STOPPED = "stopped", _("Stopped")


FATES = {
    Show.SENT: [MailFate.QUEUED, MailFate.SENT],
    Show.DELIVERED: [MailFate.DELIVERED],
    Show.RETRYING: [MailFate.RETRYING],
    Show.UNDELIVERABLE: [MailFate.FAILED, MailFate.BOUNCED, MailFate.COMPLAINED],
}


@dataclass(frozen=True)
class Waiting:
    """An address that waits for proof, or that gets no more mail: then ``stops`` says why.

    ``name`` is what somebody typed beside it, who may be anybody.
    """

    key: int
    address: str
    at: datetime
    name: str = ""
    mail: Mail | None = None
    stops: list[Suppression] = field(default_factory=list)
    person: int | None = None  # whom the address is; none where only the mailbox is known

    @property
    def shown(self) -> str:
        """The address, an international domain in both its forms."""
        return shown_address(self.address)

    @property
    def passes_for(self) -> str:
        """The domain that this one could be taken for; "" for none."""
        return passes_for(self.address.rpartition("@")[2])


@dataclass(frozen=True)
class WaitingPage:
    """One page. ``more`` is the key of the next one, empty on the last."""

    rows: list[Waiting]
    more: str


def waiting_page(workspace: Workspace, show: Show = Show.ALL, before: str = "") -> WaitingPage:
    """Who waits, or with Show.STOPPED what is stopped, newest first, behind the key ``before``."""
    if show is Show.STOPPED:
        return _page(stopped_rows(workspace, _behind(_in_force(workspace), before)[: PAGE + 1]))
    links = waiting_for_proof(workspace)
    if show is not Show.ALL:
        links = links.filter(mail__fate__in=FATES[show])
    return _page(waiting_rows(workspace, _behind(links, before)[: PAGE + 1]))


def waiting_for_proof(workspace: Workspace) -> QuerySet[MagicLink]:
    """The links of this week that nobody used, the newest of each person, newest first."""
    newer = MagicLink.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    return (
        MagicLink.objects.filter(
            ~Exists(newer),
            workspace=workspace,
            redeemed_at=None,
            requested_at__gt=Now() - LOOKED_BACK,
        )
        .select_related("person", "mail")
        .order_by("-pk")
    )


def waiting_rows(workspace: Workspace, links: Iterable[MagicLink]) -> list[Waiting]:
    """The links as rows, with what stops mail to each: one query for all of them."""
    links = list(links)
    stops = stops_of(workspace, [link.person.email for link in links])
    return [
        Waiting(
            link.pk,
            link.person.email,
            link.requested_at,
            link.name,
            link.mail,
            stops[link.person.email],
            link.person_id,
        )
        for link in links
    ]


def stopped_rows(workspace: Workspace, stops: Iterable[Suppression]) -> list[Waiting]:
    """What is stopped as rows, with no mail to speak of; one query for whom they are about."""
    stops = list(stops)
    mailboxes = [stop.mailbox for stop in stops]
    people = dict(workspace.people.filter(email__in=mailboxes).values_list("email", "pk"))
    return [
        Waiting(stop.pk, stop.mailbox, stop.set_at, stops=[stop], person=people.get(stop.mailbox))
        for stop in stops
    ]


def newest_stops(workspace: Workspace, listed: Iterable[Waiting]) -> list[Waiting]:
    """A few of the addresses that get no more mail and are not ``listed`` already, those stopped
    last first."""
    seen = [stop.pk for row in listed for stop in row.stops]
    return stopped_rows(workspace, _in_force(workspace).exclude(pk__in=seen)[:SHOWN])


def stops_of(workspace: Workspace, addresses: Iterable[str]) -> dict[str, list[Suppression]]:
    """What stops mail to each canonical address now; one query."""
    spellings = {address: {address, mailbox_of(address)} for address in addresses}
    found = _in_force(workspace).filter(mailbox__in=set().union(*spellings.values()))
    by_mailbox = {stop.mailbox: stop for stop in found}
    stops: dict[str, list[Suppression]] = defaultdict(list)
    for address, names in spellings.items():
        stops[address] = [by_mailbox[name] for name in sorted(names) if name in by_mailbox]
    return stops


def newest_link(person: Person) -> MagicLink | None:
    """The link that ``person`` asked for last, with its mail."""
    return person.links.select_related("mail").order_by("-pk").first()


def _in_force(workspace: Workspace) -> QuerySet[Suppression]:
    return workspace.suppressions.in_force().order_by("-pk")


def _behind[Row: (MagicLink, Suppression)](rows: QuerySet[Row], key: str) -> QuerySet[Row]:
    last = id_in(key)
    return rows.filter(pk__lt=last) if last else rows


def _page(rows: list[Waiting]) -> WaitingPage:
    return WaitingPage(rows[:PAGE], str(rows[PAGE - 1].key) if len(rows) > PAGE else "")
