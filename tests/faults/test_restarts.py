"""Servers that are ended as an operator does it, one after the other."""

import pytest

from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.oracle import agree
from tests.faults.proxies import proxy
from tests.faults.redis_servers import redis_server
from tests.faults.waiting import wait_until
from tests.servers import Server
from tests.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SOCKETS = 200
WRITERS = 10
MESSAGES = 60  # of each
BACK_WITHIN = 30  # seconds
GOING = {1001, 1012}  # close codes: come back


@pytest.mark.catalogue("FI-03")
def test_a_rolling_restart_is_met_by_coming_back():
    world = make_world()
    room = world.acme.rooms.get().pk
    tickets = [Ticket.of(world.person(f"p{number}@acme.com")) for number in range(SOCKETS)]
    with redis_server() as redis, crowd() as people, proxy(people) as front:
        site = f"http://localhost:{front.port}"
        servers = [Server(REDIS_URL=redis.url, PUBLIC_URL=site) for _ in range(2)]
        front.servers = [server.port for server in servers]
        try:
            for server in servers:
                server.start()
            for ticket in tickets:
                people.join(ticket, front.port, site, room)
            people.are_open(BACK_WITHIN)
            people.write(room, MESSAGES, *people.clients[:WRITERS])
            for server in servers:
                before = [len(client.closes) for client in people.clients]
                assert server.stop() == 0
                server.start()
                people.are_open(BACK_WITHIN)
                after = [len(client.closes) for client in people.clients]
                wait_until(lambda b=before, a=after: a > b, 1, "some were sent away")
            assert len(agree(people, room)) == WRITERS * MESSAGES
            codes = {code for client in people.clients for code in client.closes}
            assert codes <= GOING
        finally:
            for server in servers:
                server.kill()
