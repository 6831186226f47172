"""Two server processes that share a database and a Redis serve the same rooms."""

from contextlib import ExitStack, contextmanager

import pytest

from helpdesk.models import Message
from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.oracle import agree
from tests.faults.redis_servers import redis_server
from tests.faults.waiting import wait_until
from tests.servers import Server, server
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 50
MESSAGES = 10  # of each
GONE_WITHIN = 60  # seconds


class Dying(Server):
    program = "tests/faults/programs/dying.py"


class OtherClock(Server):
    program = "tests/faults/programs/other_clock.py"


@pytest.fixture
def redis():
    with redis_server() as running:
        yield running


@pytest.fixture
def acme():
    """A function that gives the ticket of one of Acme's people; and their room."""
    world = make_world()
    return lambda name: Ticket.of(world.person(f"{name}@acme.com")), world.acme.rooms.get().pk


@contextmanager
def pages_at(*running, acme):
    """Ana, Bob …: a page of each at one of these servers, and the room that they are in."""
    ticket_of, room = acme
    with crowd() as people:
        for name, at in zip(["ana", "bob", "cy", "dee"], running, strict=False):
            people.join(ticket_of(name), at.port, at.url, room)
        people.are_open()
        yield people, room


def test_what_is_said_to_one_is_heard_at_the_other_with_redis_and_without(redis, acme):
    with (
        server(REDIS_URL=redis.url) as here,
        server(REDIS_URL=redis.url) as there,
        pages_at(here, there, acme=acme) as (people, room),
    ):
        ana, _bob = people.clients
        people.say(ana, room)
        agree(people, room)
        redis.stop()
        people.say(ana, room)
        agree(people, room, within=10)


@pytest.mark.slow
@pytest.mark.catalogue("FI-02")
def test_what_was_committed_by_a_process_that_then_died_is_heard(redis, acme):
    with ExitStack() as stack:
        dying = Dying(REDIS_URL=redis.url).start()
        stack.callback(dying.stop)
        healthy = stack.enter_context(server(REDIS_URL=redis.url))
        people, room = stack.enter_context(pages_at(dying, healthy, acme=acme))
        ana, bob = people.clients
        said = people.say(ana, room)
        wait_until(lambda: bob.rooms[room].seen == [(1, said)], 10, "Bob sees it")
        assert dying.process.wait(10) == 9
        again = Server(REDIS_URL=redis.url)
        again.port, again.url = dying.port, dying.url
        stack.callback(again.start().stop)
        agree(people, room)


@pytest.mark.slow
@pytest.mark.catalogue("FI-25")
def test_who_is_at_a_process_that_is_killed_is_gone_within_a_minute(redis, acme):
    with (
        server(REDIS_URL=redis.url) as here,
        server(REDIS_URL=redis.url) as there,
        pages_at(here, there, acme=acme) as (people, room),
    ):
        ana, bob = people.clients
        people.look_at(room, ana, bob)
        there.kill()
        wait_until(lambda: not ana.rooms[room].present, GONE_WITHIN, "Bob is gone")


@pytest.mark.slow
@pytest.mark.catalogue("FI-28")
def test_fifty_who_write_at_once_all_see_the_same_order(redis, acme):
    ticket_of, room = acme
    tickets = [ticket_of(f"p{number}") for number in range(WRITERS)]
    with (
        server(REDIS_URL=redis.url) as here,
        server(REDIS_URL=redis.url) as there,
        crowd() as people,
    ):
        for number, ticket in enumerate(tickets):
            at = (here, there)[number % 2]
            people.join(ticket, at.port, at.url, room)
        people.are_open()
        people.write(room, MESSAGES, at_once=MESSAGES)
        assert len(agree(people, room)) == WRITERS * MESSAGES


@pytest.mark.slow
@pytest.mark.catalogue("FI-19")
def test_where_clocks_differ_the_order_is_the_numbers(redis, acme):
    with ExitStack() as stack:
        ahead = OtherClock(REDIS_URL=redis.url, CLOCK_AHEAD="600").start()
        stack.callback(ahead.stop)
        behind = OtherClock(REDIS_URL=redis.url, CLOCK_AHEAD="-600").start()
        stack.callback(behind.stop)
        people, room = stack.enter_context(pages_at(ahead, behind, acme=acme))
        said = [people.say(client, room) for client in people.clients * 5]
        rows = agree(people, room)
        assert {client_id for _seq, client_id in rows} == set(said)
        moments = list(Message.objects.order_by("seq").values_list("created_at", flat=True))
        assert moments == sorted(moments)  # told by the database's clock alone
        late, _room = stack.enter_context(pages_at(ahead, acme=acme))
        assert late.clients[0].rooms[room].seen == rows
