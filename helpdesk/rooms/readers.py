"""How many people may read a room now, and the line in its header that says so."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import Block, Person
from customers.routing.colleagues import belonging
from customers.routing.people import people_per_customer
from helpdesk.models import Room, RoomMember


def line_for_person(room: Room, reader: Person | None = None) -> str:
    """Who reads along, in words for one of the room's people; ``reader`` may be a guest of it."""
    if room.customer.is_inbox:
        return _only_you(room)
    guests = guests_of(room)
    if reader is not None and reader.pk in guests:
        line = _("You are a guest here: %(customer)s and %(vendor)s's support team read this")
        return line % {"customer": str(room.customer), "vendor": str(room.workspace.vendor)}
    colleagues = people_who_read(room) - 1
    if room.is_private:
        return _line_of_private(room, colleagues, len(guests))
    others = [_colleagues(colleagues)] if colleagues > 0 else []
    others += [_guests(len(guests))] if guests else []
    if not others:
        line = _("You joined %(customer)s's helpdesk; no colleague has joined yet")
        return line % {"customer": room.customer}
    words = {"customer": str(room.customer), "others": in_one(others)}
    return _("You joined %(customer)s's helpdesk; %(others)s can read this") % words


def _line_of_private(room: Room, colleagues: int, guests: int) -> str:
    if colleagues < 1 and not guests:
        return _only_you(room)
    others = [_colleagues(colleagues)] if colleagues > 0 else []
    others += [_guests(guests)] if guests else []
    words = {"vendor": room.workspace.vendor, "others": in_one(others)}
    return _("Only you, %(others)s, and %(vendor)s's support team can read this") % words


def _colleagues(number: int) -> str:
    return ngettext("%(number)d colleague", "%(number)d colleagues", number) % {"number": number}


def _guests(number: int) -> str:
    words = {"number": number}
    return (
        ngettext("%(number)d guest from elsewhere", "%(number)d guests from elsewhere", number)
        % words
    )


def in_one(parts: list[str]) -> str:
    """Parts of a list in one phrase, in their order; "" for none."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


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
    line = ngettext(
        "%(number)d person of %(customer)s", "%(number)d people of %(customer)s", people
    )
    parts = [line % {"customer": room.customer, "number": people}]
    guests = guests_of(room)
    parts += [_guests(len(guests))] if guests else []
    return _("%(readers)s and your team can read this") % {"readers": ", ".join(parts)}


def guests_of(room: Room) -> set[int]:
    """The ids of those whom an invitation alone lets into this room of a customer, come or not."""
    rows = RoomMember.objects.open().filter(room=room, is_guest=True, person__block=None)
    people = [row.person for row in rows.select_related("person")]
    if not people or room.customer.archived_at is not None:
        return set()
    return {person.pk for person in people} - belonging(room.customer, people)


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
