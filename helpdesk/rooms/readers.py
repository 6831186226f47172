"""How many people may read a room now, and the line in its header that says so."""

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Customer, Person
from customers.models.person import PersonQuerySet
from customers.routing.facts import decisions_for
from customers.routing.listed_names import TECHNICAL_MAILBOXES
from helpdesk.models import Room

# Routing never matches these by domain, whatever their domain says of the others.
TECHNICAL = rf"^({'|'.join(sorted(TECHNICAL_MAILBOXES))})(\+[^@]*)?@"


def line_for_person(room: Room) -> str:
    """Who reads along, in words for one of the room's people."""
    if room.customer.is_inbox:
        return _("Only you and %(vendor)s's support team can read this") % {
            "vendor": room.workspace.vendor
        }
    colleagues = people_who_read(room) - 1
    words = {"customer": room.customer, "number": colleagues}
    if colleagues < 1:
        return _("You joined %(customer)s's helpdesk; no colleague has joined yet") % words
    return (
        ngettext(
            "You joined %(customer)s's helpdesk; %(number)d colleague can read this",
            "You joined %(customer)s's helpdesk; %(number)d colleagues can read this",
            colleagues,
        )
        % words
    )


def line_for_agent(room: Room) -> str:
    """Who reads along, in words for an agent."""
    if room.customer.is_inbox:
        return _("Only %(person)s and your team can read this") % {"person": room.person}
    people = people_who_read(room)
    return ngettext(
        "%(number)d person of %(customer)s and your team can read this",
        "%(number)d people of %(customer)s and your team can read this",
        people,
    ) % {"customer": room.customer, "number": people}


def people_who_read(room: Room) -> int:
    """How many people may read this room now: those who proved their mailbox, and known users."""
    if room.person_id is not None:
        return 1
    people = Person.objects.filter(workspace=room.workspace_id, block=None)
    if room.is_private:
        return _count_each(room.customer, people.filter(room_memberships__room=room))
    covered = _mail_domain_of(room.customer)
    placed = Q(known_in__isnull=False) | Q(pin__isnull=False)
    of_the_customer = Q(known_in__customer=room.customer) | Q(pin__customer=room.customer)
    by_domain = people.filter(covered, known_in=None, pin=None).proven()
    return _count_each(
        room.customer, people.filter(of_the_customer | covered & placed)
    ) + _count_by_domain(room.customer, by_domain)


def _mail_domain_of(customer: Customer) -> Q:
    """People whose mail domain one of the customer's domains may cover."""
    covered = Q(pk__in=[])
    for name, with_subdomains in customer.domains.values_list("name", "with_subdomains"):
        covered |= Q(mail_domain=name)
        if with_subdomains:
            covered |= Q(mail_domain__endswith=f".{name}")
    return covered


def _count_each(customer: Customer, people: PersonQuerySet) -> int:
    """Those of ``people`` who belong to ``customer``, each decided for themselves."""
    proven_at = dict(people.values_list("email", "proven_at").distinct())
    known = set(people.filter(known_in__customer=customer).values_list("email", flat=True))
    decisions = decisions_for(customer.workspace, proven_at)
    return sum(
        decisions[email].customer == customer.pk and (bool(proven) or email in known)
        for email, proven in proven_at.items()
    )


def _count_by_domain(customer: Customer, people: PersonQuerySet) -> int:
    """Those of ``people``, of whom only the mail domain is known, who belong to ``customer``.

    One decision serves everybody of a mail domain, so a customer of thousands costs no more.
    """
    groups = (
        people.exclude(email__regex=TECHNICAL)
        .values("mail_domain")
        .annotate(someone=Min("email"), number=Count("pk"))
        .values_list("someone", "number")
    )
    numbers = dict(groups)
    decisions = decisions_for(customer.workspace, numbers)
    return sum(
        number for email, number in numbers.items() if decisions[email].customer == customer.pk
    )
