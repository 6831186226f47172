"""What there is to know about a room's people, for the pane beside the room."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from customers.models import Approval, Binding, Customer, Domain, MagicLink, Person, Suppression
from customers.models.person import at_any_of
from customers.routing.decision import Reason
from customers.routing.explanation import explain, listed
from customers.routing.facts import decision_for, decisions_for
from customers.routing.lookalikes import passes_for
from customers.routing.mail_domains import is_disposable, shown
from helpdesk.inbox.waiting import newest_link, stops_of
from helpdesk.models import Room
from helpdesk.rooms.access import rooms_for_person
from helpdesk.rooms.readers import guests_of, moved_with, people_who_read
from helpdesk.rooms.sealing import sealed_rooms

PEOPLE_SHOWN = 20
ROOMS_SHOWN = 20
CUSTOMERS_OFFERED = 500  # in the list of customers that a person may be pinned to


@dataclass(frozen=True)
class AboutPerson:
    """The one person of a room of the Shared Email Inbox.

    ``home`` is the customer that they belong to now, which may no longer be the inbox.
    ``signed`` says where the vendor's own token signs them in, whatever routing says.
    ``sealed`` are rooms that stay closed to them after a long absence, until an agent's word;
    ``may_move`` says whether this room may follow them to their customer.
    ``stops`` are what stops mail to their address.
    ``looks_like`` is the domain that theirs could be taken for, if any.
    ``weighed`` are the customers that routing weighed, ``others`` the rest that could be theirs.
    ``awaiting`` are those that claim their domain unproven, ``approval`` says who let them in.
    """

    person: Person
    link: MagicLink | None
    stops: list[Suppression]
    home: Customer | None
    why: str
    signed: str
    is_blocked: bool
    is_disposable: bool
    looks_like: str
    is_pinned: bool
    stays_here: bool
    weighed: list[Customer]
    others: list[Customer]
    awaiting: list[Customer]
    approval: Approval | None
    rooms: list[Room]
    sealed: list[Room]
    may_move: bool


@dataclass(frozen=True)
class AboutCustomer:
    """The customer of any other room. ``people`` are some of the ``count`` of its own who can read
    it, ``guests`` some of the others."""

    customer: Customer
    domains: list[str]
    count: int
    people: list[Person]
    guests: list[Person]
    rooms: list[Room]

    @property
    def unlisted(self) -> int:
        """How many more can read than are listed."""
        return max(self.count - len(self.people), 0)


type Context = AboutPerson | AboutCustomer


def context_of(room: Room) -> Context:
    """What there is to know about the people of ``room``."""
    if room.person is not None:
        return about_person(room.person, room)
    return about_customer(room.customer, room)


def about_person(person: Person, room: Room | None = None) -> AboutPerson:
    """What agents see of somebody, beside ``room``, their own in the Shared Email Inbox."""
    decision = decision_for(person.workspace, person.email)
    weighed = list(Customer.objects.filter(pk__in=decision.mentioned).order_by("name"))
    others = person.workspace.customers.organisations().active().exclude(pk__in=decision.candidates)
    return AboutPerson(
        person=person,
        link=newest_link(person),
        stops=stops_of(person.workspace, [person.email])[person.email],
        home=next((c for c in weighed if c.pk == decision.customer), None),
        why=explain(decision, person.email, {customer.pk: customer.name for customer in weighed}),
        signed="" if decision.is_shut_out else _signed(person),
        is_blocked=decision.is_shut_out,
        is_disposable=is_disposable(person.mail_domain),
        looks_like=passes_for(person.mail_domain),
        is_pinned=decision.reason in {Reason.PINNED, Reason.PINNED_TO_INBOX},
        stays_here=decision.reason is Reason.PINNED_TO_INBOX,
        weighed=[customer for customer in weighed if customer.pk in decision.candidates],
        others=list(others.order_by("name")[:CUSTOMERS_OFFERED]),
        awaiting=[customer for customer in weighed if customer.pk in decision.awaiting],
        approval=_approval(person),
        rooms=list(_listed(rooms_for_person(person).exclude(pk=room.pk if room else 0))),
        sealed=sealed_rooms(person),
        may_move=bool(room and decision.customer and not room.sealed_at and room.last_seq),
    )


def about_customer(customer: Customer, room: Room) -> AboutCustomer:
    """What agents see of a customer beside ``room``, one of its rooms."""
    return AboutCustomer(
        customer=customer,
        domains=[_shown(domain) for domain in customer.domains.order_by("name")],
        count=people_who_read(room),
        people=readers_of(room),
        guests=list(Person.objects.filter(pk__in=guests_of(room)).order_by("pk")[:PEOPLE_SHOWN]),
        rooms=list(_listed(customer.rooms.filter(archived_at=None).exclude(pk=room.pk))),
    )


def readers_of(room: Room) -> list[Person]:
    """Some of the people who can read ``room`` now, those proven last first, at most twenty."""
    if own := moved_with(room):
        return [own]
    candidates = Person.objects.filter(workspace=room.workspace_id)
    if room.is_private:
        candidates = candidates.filter(room_memberships__room=room)
    else:
        candidates = candidates.filter(_may_be_of(room.customer)).distinct()
    # Some fall away once they are decided; twice as many are asked for as are shown.
    newest = candidates.order_by(F("proven_at").desc(nulls_last=True), "pk")
    few = list(newest.annotate(is_signed_in=_is_signed_in(room.customer))[: 2 * PEOPLE_SHOWN])
    decisions = decisions_for(room.workspace, [person.email for person in few])
    here = [
        person
        for person in few
        if decisions[person.email].customer == room.customer_id
        or (person.is_signed_in and not decisions[person.email].is_shut_out)
    ]
    return sorted(here[:PEOPLE_SHOWN], key=lambda person: str(person).casefold())


def _is_signed_in(customer: Customer) -> Exists:
    """Whether the vendor's token signs a person in here, whoever else claims their address."""
    bindings = Binding.objects.filter(customer=customer, customer__archived_at=None)
    return Exists(bindings.filter(known_user__person=OuterRef("pk")))


def _signed(person: Person) -> str:
    bindings = Binding.objects.filter(known_user__person=person, customer__archived_at=None)
    customers = set(bindings.values_list("customer__name", flat=True))
    if not customers:
        return ""
    return _("Arrived with a signed token of %(customers)s, and reads along there.") % {
        "customers": listed(customers)
    }


def _may_be_of(customer: Customer) -> Q:
    """Its known users, come or not, and those of its domains who proved their mailbox."""
    by_domain = at_any_of(customer.domains.values_list("name", "with_subdomains"))
    pinned = Q(pin__customer=customer)
    return Q(known_in__customer=customer) | Q(proven_at__isnull=False) & (by_domain | pinned)


def _approval(person: Person) -> Approval | None:
    """The approval of their first visit, where the workspace asks for it."""
    if not person.workspace.asks_for_approval:
        return None
    approvals = Approval.objects.filter(person=person)
    return approvals.select_related("customer", "approved_by").first()


def _shown(domain: Domain) -> str:
    """A domain with its subdomains, in both its forms, and what it could be taken for."""
    plain, name = passes_for(domain.name), shown(domain.name)
    name = f"*.{name}" if domain.with_subdomains else name
    return (
        _("%(domain)s, looks like %(plain)s") % {"domain": name, "plain": plain} if plain else name
    )


def _listed(rooms: QuerySet[Room]) -> Iterable[Room]:
    newest_first = F("last_message_at").desc(nulls_last=True)
    return rooms.select_related("customer").order_by(newest_first, "name")[:ROOMS_SHOWN]
