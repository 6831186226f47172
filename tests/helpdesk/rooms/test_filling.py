"""What a feed misses is read from the database only where it does not come by itself."""

import asyncio

import pytest

from helpdesk.rooms import catching_up, filling
from helpdesk.rooms.events import message_hint
from helpdesk.rooms.feeds import Feed
from helpdesk.rooms.filling import fill
from tests.helpdesk.rooms.conftest import in_thread, say

pytestmark = pytest.mark.django_db(transaction=True)

GRACE = 0.2  # seconds


@pytest.fixture
def asked(monkeypatch):
    """From which numbers on the database was asked for messages."""
    found = []
    missed = filling.missed

    def noting(room, after, *args, **options):
        found.append(after)
        return missed(room, after, *args, **options)

    monkeypatch.setattr(filling, "missed", noting)
    return found


@pytest.fixture
async def messages(world, triage):
    return await in_thread(say, triage, world.ada, *"abcd")


@pytest.fixture
def feed(triage, messages):
    """A feed that somebody joins, and that knows of all messages and has none."""
    feed = Feed(triage.pk, lambda: 1)
    feed.joining = 1
    feed.open_at(0)
    feed.hear_of(len(messages))
    return feed


async def test_as_long_as_something_comes_the_database_is_left_alone(feed, messages, asked):
    filling_it = asyncio.create_task(fill(feed, feed.hear, GRACE))
    for message in messages:
        await asyncio.sleep(0.6 * GRACE)  # all of it takes longer than the grace
        feed.hear(message_hint(message, 1))
    await filling_it
    assert (feed.delivered, asked) == (4, [])


async def test_what_has_stopped_coming_is_read(feed, messages, asked):
    feed.hear(message_hint(messages[0], 1))
    await fill(feed, feed.hear, GRACE)
    assert (feed.delivered, asked) == (4, [1])


async def test_what_is_committed_while_the_database_is_read_is_left_to_its_hint(
    feed, messages, asked
):
    def hear(*hints):
        feed.hear(*hints)
        feed.hear_of(len(messages) + 1)

    async with asyncio.timeout(10):
        await fill(feed, hear, GRACE)
    assert (feed.delivered, asked) == (4, [0])


async def test_more_than_a_page_of_messages_is_read(feed, messages, asked, monkeypatch):
    monkeypatch.setattr(catching_up, "PAGE", 3)
    await fill(feed, feed.hear, GRACE)
    assert (feed.delivered, asked) == (4, [0, 3])
