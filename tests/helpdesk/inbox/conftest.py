"""What the tests of the inbox share: a world in which somebody has written."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from customers.models import CustomerKind
from helpdesk.models import Message, Room, RoomKind
from helpdesk.rooms.access import home_of
from helpdesk.rooms.posting import post


@pytest.fixture
def say(world):
    """A function that posts as somebody in a room, and may date it minutes ago."""

    def say(author, room, text="Hello", minutes_ago=None) -> Message:
        message = post(room, author, uuid4(), text).message
        if minutes_ago is not None:
            at = timezone.now() - timedelta(minutes=minutes_ago)
            Message.objects.filter(pk=message.pk).update(created_at=at)
            Room.objects.filter(pk=room.pk).update(last_message_at=at)
        room.refresh_from_db()
        return message

    return say


@pytest.fixture
def triage(world):
    """A function that gives a customer's Triage."""
    return lambda customer: Room.objects.get(customer=customer, kind=RoomKind.TRIAGE)


@pytest.fixture
def add_room(world):
    """A function that adds a public room to a customer."""

    def add_room(customer, name) -> Room:
        return Room.objects.create(
            workspace=customer.workspace,
            customer=customer,
            customer_kind=CustomerKind.ORGANISATION,
            kind=RoomKind.PUBLIC,
            name=name,
        )

    return add_room


@pytest.fixture
def eve(world):
    """Somebody whom no customer claims, with a proven mailbox."""
    eve = world.person("eve@gmail.com", "Eve")
    type(eve).objects.filter(pk=eve.pk).prove()
    eve.refresh_from_db()
    return eve


@pytest.fixture
def eves_room(eve):
    """Her room in the Shared Email Inbox."""
    return home_of(eve)
