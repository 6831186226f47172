"""What becomes of people's posts where the writer's database, Redis or process fails."""

import asyncio
from uuid import uuid4

import pytest
from django.db import connection

from helpdesk.models import Message
from helpdesk.rooms import events
from helpdesk.rooms import writer as writer_module
from helpdesk.rooms.commands.posting import post_plain
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.threads import for_socket as in_thread
from helpdesk.rooms.writer import writer
from tests.helpdesk.rooms.conftest import asker_of

pytestmark = pytest.mark.django_db(transaction=True)

CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE '%INSERT INTO helpdesk_message%' AND pid <> pg_backend_pid()
"""


async def test_a_lost_connection_loses_no_post(running, triage, ana):
    asker = await asker_of(ana)
    assert (await post_plain(asker, triage.pk, uuid4(), "a"))["seq"] == 1

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute(CUT)

    await in_thread(cut)
    assert (await post_plain(asker, triage.pk, uuid4(), "b"))["seq"] == 2
    assert await in_thread(Message.objects.count) == 2


async def test_what_waits_is_bounded(running, triage, ana, monkeypatch):
    asker = await asker_of(ana)
    monkeypatch.setattr(writer_module, "MOST_WAITING", 0)
    with pytest.raises(Refused, match="unavailable"):
        await post_plain(asker, triage.pk, uuid4(), "a")


class BrokenLayer:
    """A channel layer that fails, or takes for ever."""

    def __init__(self, failure: type[Exception] | None) -> None:
        self.failure = failure

    async def group_send(self, group: str, message: dict) -> None:
        if self.failure:
            raise self.failure
        await asyncio.Event().wait()


@pytest.mark.parametrize("failure", [ValueError, None])
async def test_no_acknowledgement_waits_for_what_other_processes_are_told(
    running, triage, ana, monkeypatch, settings, failure
):
    settings.REDIS_URL = "redis://elsewhere"
    monkeypatch.setattr(events, "get_channel_layer", lambda: BrokenLayer(failure))
    monkeypatch.setattr(events.here, "loop", asyncio.get_running_loop())
    asker = await asker_of(ana)
    async with asyncio.timeout(5):
        for seq in (1, 2):
            assert (await post_plain(asker, triage.pk, uuid4(), "a"))["seq"] == seq


async def test_whose_post_was_not_begun_is_told_to_try_again(triage, ana, monkeypatch):
    async def stall(connection, posts, meanwhile):
        await asyncio.Event().wait()

    monkeypatch.setattr(writer_module, "write", stall)
    asker = await asker_of(ana)
    async with writer.running():
        posts = []
        for _ in range(2):  # the second waits for the first one's batch
            posts.append(asyncio.create_task(post_plain(asker, triage.pk, uuid4(), "a")))
            await asyncio.sleep(0.1)
    for one in posts:
        with pytest.raises(Refused, match="unavailable"):
            await one


async def test_a_message_that_can_not_be_told_of_is_acknowledged(running, triage, ana, monkeypatch):
    monkeypatch.setattr(writer_module, "messages_written", None)  # to call that is an error
    asker = await asker_of(ana)
    assert (await post_plain(asker, triage.pk, uuid4(), "a"))["seq"] == 1
