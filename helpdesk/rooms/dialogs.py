"""Dialogs: an agent's own line to one person, which the whole team can read."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from customers.models import Action, Agent, Customer, Person
from customers.routing.changes import access_change
from helpdesk.models import Room, RoomKind, RoomMember
from helpdesk.rooms.access import home_of
from helpdesk.rooms.making import note, unarchive_room
from helpdesk.rooms.naming import free_names


def begin_dialog(person: Person, agent: Agent) -> Room:
    """The dialog of the two where the person belongs, made if need be, and brought back if it was
    archived; of somebody in the Shared Email Inbox their own room there.

    Raises ValidationError for somebody who is shut out.
    """
    with access_change(person.workspace):  # one after another: two at once would make two
        home = home_of(person)
        if home is None:
            raise ValidationError(
                _("%(person)s is blocked. Unblock them first."),
                code="blocked",
                params={"person": str(person)},
            )
        return home if home.person_id else _dialog(home.customer, person, agent)


def _dialog(customer: Customer, person: Person, agent: Agent) -> Room:
    found = Room.objects.filter(
        customer=customer, kind=RoomKind.DIALOG, agent=agent, memberships__person=person
    ).first()
    if found is None:
        return _make(customer, person, agent)
    if found.archived_at is not None:
        unarchive_room(found, agent)
    return found


def _make(customer: Customer, person: Person, agent: Agent) -> Room:
    [name] = free_names(customer, [f"{person} · {agent}"])
    room = Room.objects.create(
        workspace=customer.workspace,
        customer=customer,
        customer_kind=customer.kind,
        kind=RoomKind.DIALOG,
        name=name,
        agent=agent,
    )
    RoomMember.objects.create(workspace=room.workspace, room=room, person=person)
    note(Action.ROOM_MADE, room, agent, kind=room.kind)
    return room
