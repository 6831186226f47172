"""Ten thousand sockets on a server that has fewer places, and people who go on talking there."""

import random
import time

import pytest

from bench.rooms import holding, raise_limit_of_files
from customers.models import Person
from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.measuring import memory, open_files
from tests.faults.oracle import agree
from tests.faults.waiting import wait_until
from tests.servers import server
from tests.world import make_world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("ten thousand"),  # beside the others, for it mostly waits
]

COMERS = 10_000
PLACES = 9_000
A_SECOND = 200
PEOPLE = 500  # who come; each by as many sockets
SOURCES = 8  # addresses of this machine that they come from
WRITERS = 20
IDLE = 300  # seconds
PAUSE = 1.0  # seconds between two messages
MOST_MEMORY = 40 * 1024  # bytes of each socket, as in docs/performance.md
MOST_FILES = 60  # connections to the database and the like, which come and go
TRY_AGAIN = "1013"  # close code
ROOM_FOR_FILES = COMERS + 1_000


@pytest.fixture
def scene():
    if raise_limit_of_files() < ROOM_FOR_FILES:
        pytest.skip(f"a process may not open {ROOM_FOR_FILES} files on this machine")
    world = make_world()
    writers = [Ticket.of(world.person(f"p{number}@acme.com")) for number in range(WRITERS)]
    comers = Person.objects.bulk_create(
        Person(workspace=world.workspace, email=f"p{number}@birch.io", mail_domain="birch.io")
        for number in range(PEOPLE)
    )
    rooms = (world.acme.rooms.get().pk, world.birch.rooms.get().pk)
    return *rooms, writers, [Ticket.of(comer) for comer in comers]


def seats(running, room, tickets):
    return [
        {
            "url": f"ws://localhost:{running.port}/ws/",
            "cookie": tickets[number % PEOPLE].cookie,
            "room": room,
            "from": f"127.0.0.{2 + number % SOURCES}",
        }
        for number in range(COMERS)
    ]


@pytest.mark.catalogue("FI-22")
def test_of_ten_thousand_as_many_are_let_in_as_there_is_room_for_and_stay_for_five_minutes(scene):
    talk, idle, writers, comers = scene
    unlimited = {name: str(COMERS) for name in ("MOST_SOCKETS_EACH", "MOST_SOCKETS_UNNAMED")}
    with server(MOST_SOCKETS=str(PLACES), **unlimited) as running, crowd() as people:
        for ticket in writers:
            people.join(ticket, running.port, running.url, talk)
        people.are_open()
        files, before = open_files(running), memory(running)
        plan = {
            "framing": "rooms",
            "widget": comers[0].widget_id,
            "origin": running.url,
            "seats": seats(running, idle, comers),
        }
        with holding(plan, A_SECOND) as came:
            assert came.refused == {TRY_AGAIN: COMERS + WRITERS - PLACES}
            until = time.monotonic() + IDLE
            while time.monotonic() < until:
                people.say(random.choice(people.clients), talk)
                time.sleep(PAUSE)
            assert memory(running) - before < PLACES * MOST_MEMORY
        assert agree(people, talk)
        assert not [client.closes for client in people.clients if client.closes]
        wait_until(lambda: open_files(running) < files + MOST_FILES, 60, "all is given back")
