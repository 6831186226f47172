"""The server is killed in the middle of a conversation, and started again."""

import random
import time

import pytest

from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.oracle import agree
from tests.faults.waiting import wait_until
from tests.servers import Server
from tests.world import make_world

PAUSE = 0.01  # seconds between two messages of one: else all are written before the second kill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.catalogue("FI-01")
@pytest.mark.parametrize(
    ("kills", "clients", "messages"),
    [(1, 2, 80), pytest.param(20, 10, 100, marks=pytest.mark.slow)],
)
def test_nothing_acknowledged_is_lost_or_doubled(kills, clients, messages):
    """The small one is for every day."""
    world = make_world()
    room = world.acme.rooms.get().pk
    tickets = [Ticket.of(world.person(f"p{number}@acme.com")) for number in range(clients)]
    everything = clients * messages
    moments = sorted(random.sample(range(1, everything - everything // 4), kills))
    server = Server().start()
    try:
        with crowd() as people:
            for ticket in tickets:
                people.join(ticket, server.port, server.url, room)
            people.are_open()
            people.write(room, messages, pause=PAUSE)
            for moment in moments:
                wait_until(lambda moment=moment: people.through >= moment, 30, moment)
                time.sleep(random.uniform(0, 0.05))
                assert people.through < everything  # else it was no fault
                server.kill()
                server.start()
            assert len(agree(people, room)) == everything
    finally:
        server.stop()
