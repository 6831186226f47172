"""How many people may read a room now, and the line in its header that says so."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Block, Person
from customers.routing.people import people_per_customer
from helpdesk.models import Room


def line_for_person(room: Room) -> str:
    """Who reads along, in words for one of the room's people."""
    if room.customer.is_inbox:
        return _only_you(room)
    colleagues = people_who_read(room) - 1
    if colleagues < 1 and room.is_private:
        return _only_you(room)
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


def _only_you(room: Room) -> str:
    vendor = room.workspace.vendor
    return _("Only you and %(vendor)s's support team can read this") % {"vendor": vendor}


def line_for_agent(room: Room) -> str:
    """Who reads along, in words for an agent."""
    if room.customer.is_inbox:
        words = {"person": room.person}
        if room.sealed_at:
            return _("Closed to %(person)s until confirmed: only your team can read this") % words
        if Block.objects.filter(person=room.person_id).exists():
            return _("%(person)s is blocked: only your team can read this") % words
        return _("Only %(person)s and your team can read this") % words
    if own := moved_with(room):
        return _("Only %(person)s and your team can read this") % {"person": own}
    people = people_who_read(room)
    return ngettext(
        "%(number)d person of %(customer)s and your team can read this",
        "%(number)d people of %(customer)s and your team can read this",
        people,
    ) % {"customer": room.customer, "number": people}


def moved_with(room: Room) -> Person | None:
    """Whose own room this was, which followed them and is still theirs alone."""
    if not room.is_private:
        return None
    members = list(room.memberships.select_related("person")[:2])
    return members[0].person if len(members) == 1 and members[0].is_own else None


def people_who_read(room: Room) -> int:
    """How many people may read this room now: those who proved their mailbox, and known users."""
    if room.person_id is not None or moved_with(room):
        return 1
    members = Person.objects.filter(room_memberships__room=room) if room.is_private else None
    return people_per_customer(room.workspace, [room.customer], among=members)[room.customer_id]
