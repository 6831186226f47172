"""Who was away for a day, and what was written while somebody else's hand was on the room."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from helpdesk.models import Message, Room
from helpdesk.rooms.posting import post
from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.oracle import shown
from tests.faults.waiting import wait_until
from tests.servers import server
from tests.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROOMS = 40
MESSAGES = 5000  # in all of them; a good part of them in one


@pytest.fixture
def world():
    return make_world()


def fill(room, author, number):
    """So many more messages, over the last day."""
    first, now = room.last_seq + 1, timezone.now()
    Message.objects.bulk_create(
        Message(
            room=room,
            seq=first + place,
            person=author,
            client_id=uuid4(),
            text=f"{place} of {number}",
            created_at=now - timedelta(days=1) * (number - place) / number,
        )
        for place in range(number)
    )
    room.last_seq, room.last_message_at = room.last_seq + number, now
    room.save()


@pytest.mark.catalogue("FI-26")
def test_who_was_away_for_a_day_finds_everything_in_forty_rooms(world):
    triage, bob = world.acme.rooms.get(), world.person("bob@acme.com")
    rooms = [triage]
    for number in range(1, ROOMS):
        rooms.append(
            Room.objects.create(
                workspace=world.workspace,
                customer=world.acme,
                customer_kind=world.acme.kind,
                kind="public",
                name=f"Room {number}",
            )
        )
    for room in rooms:
        fill(room, bob, 3)
    keys = [room.pk for room in rooms]
    with server() as running, crowd() as people:
        ana = people.join(Ticket.of(world.person("ana@acme.com")), running.port, running.url, *keys)
        people.are_open()
        people.go_offline(ana)
        fill(triage, bob, MESSAGES // 4)
        for room in rooms[1:]:
            fill(room, bob, MESSAGES * 3 // 4 // (ROOMS - 1) + 1)
        people.come_back(ana)
        assert sum(len(shown(people, key)) for key in keys) > MESSAGES


@pytest.mark.catalogue("FI-27")
def test_a_number_that_was_taken_but_not_yet_committed_is_never_passed_by(world):
    room, ana = world.acme.rooms.get(), world.person("ana@acme.com")
    fill(room, ana, 9)
    is_taken, may_commit = threading.Event(), threading.Event()

    def write_slowly():
        with transaction.atomic():
            post(room, ana, uuid4(), "I am number 10")
            is_taken.set()
            may_commit.wait(20)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    with server() as running, crowd() as people:
        bob, cy = (
            people.join(
                Ticket.of(world.person(f"{name}@acme.com")), running.port, running.url, room.pk
            )
            for name in ("bob", "cy")
        )
        people.are_open()
        slow.start()
        try:
            is_taken.wait(10)
            late = people.say(bob, room.pk)
            wait_until(somebody_waits_for_a_lock, 4, "Bob waits for his turn")
            people.go_offline(cy)
            people.come_back(cy)
            people.are_open()
            assert cy.rooms[room.pk].last == 9
        finally:
            may_commit.set()
            slow.join(10)
        wait_until(lambda: cy.rooms[room.pk].last == 11, 10, "both have come")
        assert shown(people, room.pk)[-1] == (11, late)


def somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0]
