"""Rooms are made, renamed, archived and brought back.

Whether somebody may is for the caller to know (rights.py). ``by`` is who does it. Only a new room
changes what anybody may enter, and has all sockets of the workspace checked.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, Person
from customers.routing import audit
from customers.routing.changes import access_change
from helpdesk.models import Room, RoomKind, RoomMember
from helpdesk.rooms import events
from helpdesk.rooms.authors import Author
from helpdesk.rooms.naming import name_taken, room_name

# That a person makes in 24 hours: more than a project needs, fewer than would bury a roster
MOST_ROOMS = 20


def make_room(customer: Customer, raw_name: str, kind: RoomKind, by: Author) -> Room:
    """A new public or private room. Whoever of the customer makes a private one is its member.

    Raises ValidationError for a name that is none or is taken, and past MOST_ROOMS.
    """
    name = room_name(raw_name)
    made_by = by if isinstance(by, Person) else None
    try:
        with access_change(customer.workspace):  # which also counts makers one after another
            _refuse_too_many(made_by)
            room = Room.objects.create(
                workspace=customer.workspace,
                customer=customer,
                customer_kind=customer.kind,
                kind=kind,
                name=name,
                made_by=made_by,
            )
            if made_by is not None and room.is_private:
                RoomMember.objects.create(workspace=room.workspace, room=room, person=made_by)
            note(Action.ROOM_MADE, room, by, kind=room.kind)
    except IntegrityError:
        raise name_taken(customer, name) from None
    return room


def _refuse_too_many(maker: Person | None) -> None:
    lately = Room.objects.filter(made_by=maker, created_at__gt=Now() - timedelta(days=1))
    if maker is not None and lately.count() >= MOST_ROOMS:
        raise ValidationError(
            _("You have made %(number)d rooms since yesterday. Make the next one tomorrow."),
            code="too_many",
            params={"number": MOST_ROOMS},
        )


def rename_room(room: Room, raw_name: str, by: Author) -> None:
    """Raises ValidationError for a name that is none, or is another room's."""
    name = room_name(raw_name)
    try:
        with transaction.atomic():
            before = Room.objects.values_list("name", flat=True).get(pk=room.pk)
            if before == name:
                return
            Room.objects.filter(pk=room.pk).update(name=name)
            room.name = name
            note(Action.ROOM_RENAMED, room, by, before=before)
            events.room_changed(room)
    except IntegrityError:
        raise name_taken(room.customer, name) from None


def archive_room(room: Room, by: Author) -> None:
    """Nobody writes there any more, and it is out of the lists; twice is once."""
    with transaction.atomic():
        if Room.objects.filter(pk=room.pk, archived_at=None).update(archived_at=Now()):
            note(Action.ROOM_ARCHIVED, room, by)
            events.room_changed(room)


def unarchive_room(room: Room, by: Author) -> None:
    """The room is as it was; twice is once."""
    with transaction.atomic():
        archived = Room.objects.filter(pk=room.pk, archived_at__isnull=False)
        if archived.update(archived_at=None):
            note(Action.ROOM_UNARCHIVED, room, by)
            events.room_changed(room)


def note(
    action: Action, room: Room, by: Author, person: Person | None = None, **details: Any
) -> None:
    """Note in the audit what was done to a room, or to ``person`` in it, and by whom."""
    agent = by if isinstance(by, Agent) else None
    if isinstance(by, Person):
        details["by_person"] = by.email
    if person is not None:
        details["room"] = room.name
    audit.note(
        room.workspace,
        action,
        agent,
        customer=room.customer,
        person=person,
        subject="" if person else room.name,
        **details,
    )
