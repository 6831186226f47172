"""Two server processes that share a database and a Redis serve the same room."""

import shutil
import subprocess
from contextlib import contextmanager

import pytest

from customers.proof.sessions import start_session
from tests.servers import free_port, server
from tests.sockets import hear, signed_in, tell
from tests.world import make_world


@contextmanager
def redis_server():
    """A Redis of this test's own, that keeps nothing."""
    port = free_port()
    command = [shutil.which("redis-server"), "--port", str(port), "--bind", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
    )
    try:
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def in_room(running, world, email, room):
    """A socket of this person that listens to the room."""
    _session, key = start_session(world.person(email))
    with signed_in(running, world.workspace.widget_id, key) as socket:
        tell(socket, type="subscribe", room=room, after=0)
        hear(socket, "subscribed")
        yield socket


def say(socket, room, client_id):
    tell(socket, type="post", room=room, client_id=client_id, text=client_id)


@pytest.mark.django_db(transaction=True)
def test_what_is_said_to_one_is_heard_at_the_other_with_redis_and_without():
    world = make_world()
    room = world.acme.rooms.get().pk
    first, second = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    with (
        redis_server() as (url, redis),
        server(REDIS_URL=url) as here,
        server(REDIS_URL=url) as there,
        in_room(here, world, "ana@acme.com", room) as ana,
        in_room(there, world, "bob@acme.com", room) as bob,
    ):
        say(ana, room, first)
        assert hear(bob, "message")["client_id"] == first
        redis.terminate()
        redis.wait(10)
        say(ana, room, second)
        heard = hear(bob, "message")
        assert (heard["client_id"], heard["seq"]) == (second, 2)
