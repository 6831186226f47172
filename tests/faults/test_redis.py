"""A Redis that is away, forgets, or is full: it only hurries messages along."""

import os
import signal

import pytest

from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.oracle import agree
from tests.faults.redis_servers import redis_server
from tests.faults.waiting import wait_until
from tests.servers import server
from tests.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WRITERS = 6
MESSAGES = 60  # of each, in the time without Redis
PAUSE = 1.0  # seconds between two of them


@pytest.fixture
def scene():
    """Two servers that share a Redis, and at each of them three of Acme's people in Triage."""
    world = make_world()
    room = world.acme.rooms.get().pk
    tickets = [Ticket.of(world.person(f"p{number}@acme.com")) for number in range(WRITERS)]
    with (
        redis_server() as redis,
        server(REDIS_URL=redis.url) as here,
        server(REDIS_URL=redis.url) as there,
        crowd() as people,
    ):
        for number, ticket in enumerate(tickets):
            at = (here, there)[number % 2]
            people.join(ticket, at.port, at.url, room)
        people.are_open()
        yield redis, people, room, there


def is_heard_live(people, room):
    """Whether typing, which only Redis carries and nobody keeps, goes from server to server."""
    here, there = people.clients[:2]
    there.typing.clear()
    people.do(here.type_in(room)).result(10)
    try:
        wait_until(lambda: there.typing, 1)
    except AssertionError:
        return False
    return True


def subscribers(redis):
    return sum(client["sub"] != "0" for client in redis.client.client_list())


@pytest.mark.catalogue("FI-07")
def test_what_is_written_while_redis_is_away_is_heard_and_then_everything_is_as_before(scene):
    redis, people, room, _there = scene
    assert is_heard_live(people, room)
    redis.stop()
    people.write(room, MESSAGES, pause=PAUSE)
    wait_until(
        lambda: people.through == WRITERS * MESSAGES,
        2 * MESSAGES * PAUSE,
        "all are stored meanwhile",
    )
    agree(people, room, within=10)
    assert not is_heard_live(people, room)
    redis.start()
    wait_until(lambda: is_heard_live(people, room), 20, "Redis carries again")
    redis.client.flushall()
    people.write(room, 5)
    agree(people, room)
    assert is_heard_live(people, room)


@pytest.mark.catalogue("FI-08")
def test_a_full_redis_and_a_process_that_is_stuck_hold_up_nobody_else(scene):
    redis, people, room, there = scene
    redis.client.config_set("maxmemory", "1")
    redis.client.config_set("client-output-buffer-limit", "pubsub 64kb 32kb 1")
    awake = people.clients[::2]
    stuck = there.process.pid
    os.kill(stuck, signal.SIGSTOP)
    try:
        said = 0
        while subscribers(redis) == 2:
            people.say(awake[said % len(awake)], room, "a long story " * 700)
            said += 1
            assert said < 2000  # else the stuck one was never given up by Redis
        wait_until(lambda: not any(c.unsent for c in awake), 30, "the others go on")
        wait_until(lambda: all(c.rooms[room].last == said for c in awake), 30, "and see it all")
    finally:
        os.kill(stuck, signal.SIGCONT)
    agree(people, room)
    wait_until(lambda: is_heard_live(people, room), 20, "Redis carries again")
