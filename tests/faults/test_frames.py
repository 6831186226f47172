"""Frames that no client of ours sends: too many, too large, without an end."""

import json
from contextlib import suppress

import pytest

from tests.faults.clients import Ticket
from tests.faults.measuring import memory
from tests.faults.raw_sockets import CONTINUATION, TEXT, raw_socket
from tests.servers import server
from tests.world import make_world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.catalogue("FI-24"),
    pytest.mark.django_db(transaction=True),
]

MOST_MEMORY = 20 * 2**20  # bytes that a server may grow by
TOO_MUCH = {1008, 1009, 4400}  # close codes: against the rules, too large, not of our clients
FLOOD = 5000  # frames


@pytest.fixture
def scene():
    """A server, and somebody who may be there. In the end it has grown little and serves on."""
    ticket = Ticket.of(make_world().person("ana@acme.com"))
    with server() as running:
        with raw_socket(running, ticket) as warm:
            hello(warm, ticket)
        before = memory(running)
        yield running, ticket
        assert memory(running) - before < MOST_MEMORY
        with raw_socket(running, ticket) as after:
            hello(after, ticket)


def hello(raw, ticket):
    raw.send(
        json.dumps({"type": "hello", "side": "person", "workspace": ticket.widget_id}).encode()
    )
    assert b"welcome" in raw.next()[1]


@pytest.mark.parametrize("size", [2**20, 100 * 2**20])
def test_a_frame_that_is_too_large_is_refused_by_what_it_says_of_its_size(scene, size):
    with raw_socket(*scene) as raw:
        hello(raw, scene[1])
        raw.send_head(size)
        assert raw.close_code() == 1009


def test_a_message_in_a_thousand_fragments_is_none_of_our_clients(scene):
    with raw_socket(*scene) as raw:
        hello(raw, scene[1])
        with suppress(ConnectionError):
            raw.send(b"x", final=False)
            for number in range(999):
                raw.send(b"x", CONTINUATION, final=number == 998)
        assert raw.close_code() in {*TOO_MUCH, None}


@pytest.mark.parametrize("fragment", [b"x" * 1024, b""], ids=["of 1 kB", "of nothing"])
def test_a_message_that_never_ends_is_ended(scene, fragment):
    with raw_socket(*scene) as raw:
        hello(raw, scene[1])
        raw.send(fragment, TEXT, final=False)
        with suppress(ConnectionError):
            for _ in range(200_000):
                raw.send(fragment, CONTINUATION, final=False)
        assert raw.close_code() in {*TOO_MUCH, None}


def test_nothing_is_as_deep_as_it_pretends(scene):
    with raw_socket(*scene) as raw:
        hello(raw, scene[1])
        for depth in (100, 10_000):
            raw.send(b'{"type":"typing","room":' + b"[" * depth + b"]" * depth + b"}")
            assert b"bad_frame" in raw.next()[1]


def test_who_sends_thousands_of_frames_is_sent_away(scene):
    with raw_socket(*scene) as raw:
        hello(raw, scene[1])
        with suppress(ConnectionError, TimeoutError):
            for _ in range(FLOOD):
                raw.send(b'{"type":"typing","room":1}')
        assert raw.close_code() in {*TOO_MUCH, None}
