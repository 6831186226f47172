"""More sockets than a server takes, and readers that do not read."""

import json

import pytest

from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.measuring import memory, open_files
from tests.faults.oracle import agree
from tests.faults.raw_sockets import raw_socket
from tests.faults.waiting import wait_until
from tests.servers import server
from tests.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WRITERS = 20
LOUD = 4  # of these, who write while somebody does not read
MESSAGES = 2500  # of each: 6 MB together
TEXT = "a long story " * 46
MOST_MEMORY = 60 * 2**20  # bytes that a server may grow by
SMALL = 4096  # bytes that the kernel keeps for who does not read
CAP = 500  # sockets
COMERS = 1000  # who come again and again
TRY_AGAIN = 1013  # close code
FILES = 60  # connections to the database and the like, which come and go


@pytest.fixture
def scene():
    world = make_world()
    room = world.acme.rooms.get().pk
    return room, [Ticket.of(world.person(f"p{number}@acme.com")) for number in range(WRITERS + 1)]


@pytest.mark.catalogue("FI-23")
def test_a_reader_that_does_not_read_is_dropped_and_catches_up_when_it_comes_back(scene):
    room, [idle, *tickets] = scene
    quick = {"SOCKET_FRAMES_PER_SECOND": str(MESSAGES)}
    with server(**quick) as running, crowd() as people, raw_socket(running, idle, SMALL) as lazy:
        lazy.send(
            json.dumps({"type": "hello", "side": "person", "workspace": idle.widget_id}).encode()
        )
        assert b"welcome" in lazy.next()[1]
        lazy.send(json.dumps({"type": "subscribe", "room": room, "after": 0}).encode())
        for ticket in tickets[:LOUD]:
            people.join(ticket, running.port, running.url, room)
        people.are_open()
        before = memory(running)
        people.write(room, MESSAGES, at_once=20, text=TEXT)
        rows = agree(people, room)
        assert len(rows) == LOUD * MESSAGES
        assert not [client.closes for client in people.clients if client.closes]
        assert memory(running) - before < MOST_MEMORY
        with pytest.raises((EOFError, ConnectionError)):
            while lazy.next():
                pass  # what the kernel had taken before it was dropped
        people.join(idle, running.port, running.url, room)
        agree(people, room)


def number_open(people):
    return sum(client.is_open for client in people.clients)


@pytest.mark.catalogue("FI-22")
def test_more_sockets_than_a_server_takes_are_refused_and_harm_nobody(scene):
    room, [idle, *tickets] = scene
    of_one = {name: str(COMERS) for name in ("MOST_SOCKETS_EACH", "MOST_SOCKETS_UNNAMED")}
    with server(MOST_SOCKETS=str(CAP), **of_one) as running, crowd() as people:
        for ticket in tickets:
            people.join(ticket, running.port, running.url, room)
        people.are_open()
        files, before = open_files(running), memory(running)
        with crowd() as comers:
            for _ in range(COMERS):
                comers.join(idle, running.port, running.url)
            wait_until(lambda: all(c.is_open or c.closes for c in comers.clients), 60, "answered")
            wait_until(lambda: number_open(comers) == CAP - WRITERS, 60, "as many as can be")
            assert {code for client in comers.clients for code in client.closes} == {TRY_AGAIN}
            people.write(room, 10)
            assert len(agree(people, room)) == WRITERS * 10
            assert not [client.closes for client in people.clients if client.closes]
            assert memory(running) - before < MOST_MEMORY
        wait_until(lambda: open_files(running) < files + FILES, 30, "all is given back")
