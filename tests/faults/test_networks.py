"""Bad networks: slow ones that break, and those that swallow everything without a word."""

import os

import pytest

from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.oracle import agree
from tests.faults.proxies import proxy
from tests.faults.waiting import wait_until
from tests.servers import Server
from tests.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SECONDS = int(os.environ.get("FAULTS_SECONDS", "600"))  # on a bad network
WRITERS = 10
MESSAGES_PER_SECOND = 2  # of each
GIVEN_UP_WITHIN = 60  # seconds


@pytest.fixture
def scene():
    """A server behind a proxy, people to come through it, and the room that they share."""
    world = make_world()
    room = world.acme.rooms.get().pk
    tickets = [Ticket.of(world.person(f"p{number}@acme.com")) for number in range(WRITERS)]
    with crowd() as people, proxy(people) as network:
        running = Server(PUBLIC_URL=f"http://localhost:{network.port}")
        network.servers = [running.port]
        running.start()
        try:
            yield network, running, people, tickets, room
        finally:
            running.stop()


@pytest.mark.xdist_group("bad network")  # beside the others, for it mostly waits
@pytest.mark.catalogue("FI-32")
def test_a_slow_network_that_breaks_loses_doubles_and_turns_nothing(scene):
    network, _running, people, tickets, room = scene
    network.latency, network.resets = (0, 0.4), 0.01
    for ticket in tickets:
        people.join(ticket, network.port, f"http://localhost:{network.port}", room)
    number = SECONDS * MESSAGES_PER_SECOND
    people.write(room, number, at_once=20, pause=1 / MESSAGES_PER_SECOND)
    rows = agree(people, room, within=SECONDS + 120)
    assert len(rows) == WRITERS * number
    assert network.broken > WRITERS  # else it was no bad network


@pytest.mark.catalogue("FI-25")
def test_a_line_that_carries_nothing_is_given_up_and_what_was_missed_is_fetched(scene):
    network, running, people, tickets, room = scene
    site = f"http://localhost:{network.port}"
    muted = people.join(tickets[0], network.port, site, room)
    others = people.join(tickets[1], running.port, site, room)
    people.are_open()
    people.look_at(room, muted, others)
    people.do(network.mute()).result(10)
    people.write(room, 20, others)
    said = people.say(muted, room)  # into nowhere
    wait_until(lambda: not others.rooms[room].present, GIVEN_UP_WITHIN, "nobody else is there")
    wait_until(lambda: network.given_up == 1, 10, "the server has let go")
    wait_until(lambda: others.rooms[room].last == 20, 10, "the other is not held up")
    assert muted.rooms[room].last == 0
    people.do(network.cut()).result(10)  # the network is back, and resets what it does not know
    rows = agree(people, room)
    assert rows[-1][1] == said
