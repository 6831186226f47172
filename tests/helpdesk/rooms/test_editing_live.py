"""Changing and taking back what one has written, over the socket: who may, and who hears of it."""

import pytest
from django.utils import timezone

from customers.models import Membership
from customers.routing.blocks import block
from tests.helpdesk.rooms.conftest import in_thread, say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def said(triage, ana):
    return say(triage, ana, "hello")[0]


async def test_everybody_in_the_room_hears_of_it(world, triage, ana, said, line):
    anas = await line(ana, world.workspace, triage)
    adas = await line(world.ada, world.workspace, triage)
    await anas.say("edit", room=triage.pk, seq=1, text="hello all")
    await anas.until("edited", seq=1)
    assert "hello all" in (await adas.until("changed", revision=1))["html"]
    await anas.say("delete", room=triage.pk, seq=1)
    assert "data-deleted" in (await adas.until("changed", revision=2))["html"]


async def test_no_stranger_changes_anything(world, triage, said, bob, line):
    for who, workspace, code in (
        (bob, world.workspace, "not_found"),
        (world.oscar, world.otter, "not_found"),
        (world.rita, world.workspace, "read_only"),
        (world.ada, world.workspace, "not_yours"),
    ):
        theirs = await line(who, workspace)
        await theirs.until("welcome")
        for frame in (
            {"type": "edit", "text": "mine"},
            {"type": "delete"},
            {"type": "remove_preview"},
        ):
            await theirs.say(**frame, room=triage.pk, seq=1)
            await theirs.until("error", code=code, of=frame["type"], seq=1)
    assert (await in_thread(triage.messages.get)).revision == 0


async def test_nor_who_has_gone_nor_anybody_in_an_archived_room(world, triage, ana, said, line):
    [graces] = await in_thread(say, triage, world.grace, "hi")
    grace, anas = await line(world.grace, world.workspace), await line(ana, world.workspace)
    await grace.until("welcome")
    await anas.until("welcome")
    await in_thread(Membership.objects.filter(agent=world.grace).delete)
    await grace.say("edit", room=triage.pk, seq=graces.seq, text="x")
    await grace.until("error", code="not_signed_in")
    await in_thread(lambda: type(triage).objects.update(archived_at=timezone.now()))
    await anas.say("delete", room=triage.pk, seq=1)
    await anas.until("error", code="archived", of="delete")
    await in_thread(lambda: type(triage).objects.update(archived_at=None))
    await in_thread(block, ana)
    await anas.say("delete", room=triage.pk, seq=1)
    await anas.until("error", code="not_found", of="delete")
    assert await in_thread(triage.messages.exclude(text="").count) == 2
