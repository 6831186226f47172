"""The hub keeps order and closed doors, whatever the channel layer does."""

import asyncio
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from customers.models import Domain, Membership, PersonSession, Workspace
from customers.routing.access import bump_epoch
from helpdesk.rooms import events, hub
from helpdesk.rooms.editing import delete, edit
from helpdesk.rooms.events import message_hint
from helpdesk.rooms.posting import post
from tests.helpdesk.rooms.conftest import home, in_thread, say, seqs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def often(monkeypatch):
    """The hub looks at the database often, so that a test need not wait."""
    monkeypatch.setattr(hub, "POLL", 0.2)


@pytest.fixture
def deaf(monkeypatch, often):
    """The channel layer loses every hint."""

    async def lose(*args):
        return None

    monkeypatch.setattr(events, "_send", lose)


@pytest.fixture
def unhurried(monkeypatch):
    """The hub never looks at the database by itself while the test runs."""
    monkeypatch.setattr(hub, "POLL", 60)


@pytest.fixture
def by_hand(deaf):
    """Hints are lost, and delivered by hand as a test wants them."""

    def hear(message, epoch: int = 1) -> None:
        hub.hub.hear(message_hint(message, epoch))

    return hear


async def test_what_the_layer_lost_is_found_in_the_database(deaf, line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    await in_thread(say, triage, world.ada, "a", "b")
    await anas.until("message", seq=2)
    assert seqs(anas.heard) == [1, 2]


async def test_hints_in_any_order_are_delivered_in_order(by_hand, line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    messages = await in_thread(say, triage, world.ada, *"abcde")
    for number in (4, 2, 2, 0, 3, 1):
        by_hand(messages[number])
    await anas.until("message", seq=5)
    assert seqs(anas.heard) == [1, 2, 3, 4, 5]
    assert await anas.receive_nothing(0.05)


async def test_a_gap_is_filled_at_once(by_hand, unhurried, line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    messages = await in_thread(say, triage, world.ada, *"abc")
    by_hand(messages[2])
    async with asyncio.timeout(1):
        await anas.until("message", seq=3)
    assert seqs(anas.heard) == [1, 2, 3]


def take_domain(workspace, name: str) -> None:
    with transaction.atomic():
        Domain.objects.filter(workspace=workspace, name=name).delete()
        bump_epoch(workspace)


async def test_a_domain_that_goes_takes_the_room_at_once(unhurried, line, world, ana, bob, triage):
    anas = await line(ana, world.workspace, triage)
    bobs = await line(bob, world.workspace, await home(bob))
    await in_thread(take_domain, world.workspace, "acme.com")
    async with asyncio.timeout(1):
        await anas.until("lost", room=triage.pk)
        await anas.until("access")
    await in_thread(say, triage, world.ada, "Not for Ana")
    assert await anas.receive_nothing(0.3)
    assert await bobs.receive_nothing(0.05), "what others may do has not changed"
    await anas.say("subscribe", room=triage.pk, after=0)
    assert (await anas.hear())["code"] == "not_found"


async def test_a_message_of_after_the_change_is_held_until_access_was_checked(
    by_hand, line, world, ana, triage
):
    anas = await line(ana, world.workspace, triage)
    adas = await line(world.ada, world.workspace, triage)
    await in_thread(take_domain, world.workspace, "acme.com")
    message = (await in_thread(say, triage, world.ada, "Not for Ana"))[0]
    by_hand(message, await in_thread(epoch_of, world.workspace))
    await anas.until("lost", room=triage.pk)
    await adas.until("message", seq=1)
    assert seqs(anas.heard) == []


def epoch_of(workspace) -> int:
    return Workspace.objects.values_list("epoch", flat=True).get(pk=workspace.pk)


async def test_without_any_hint_a_closed_door_is_noticed_before_what_was_said_behind_it(
    deaf, line, world, ana, triage
):
    anas = await line(ana, world.workspace, triage)
    adas = await line(world.ada, world.workspace, triage)
    await in_thread(take_domain, world.workspace, "acme.com")
    await in_thread(say, triage, world.ada, "Not for Ana")
    await adas.until("message", seq=1)
    await anas.until("lost", room=triage.pk)
    assert seqs(anas.heard) == []


async def test_a_session_that_ends_closes_its_socket(line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)

    def end() -> None:
        with transaction.atomic():
            PersonSession.objects.filter(person=ana).end()
            bump_epoch(world.workspace)

    await in_thread(end)
    assert (await anas.until("error"))["code"] == "not_signed_in"
    assert await anas.closing() == 4401


async def test_a_session_that_expires_closes_its_socket_without_any_change_of_epoch(
    line, world, ana, triage, monkeypatch
):
    monkeypatch.setattr(hub, "RECHECK", 0.0)
    anas = await line(ana, world.workspace, triage)
    await in_thread(PersonSession.objects.all().end)
    await hub.hub.look()
    await anas.until("error", code="not_signed_in")
    assert await anas.closing() == 4401


async def test_a_deactivated_agents_socket_closes(line, world, triage):
    graces = await line(world.grace, world.workspace, triage)
    adas = await line(world.ada, world.workspace, triage)

    def deactivate() -> None:
        with transaction.atomic():
            Membership.objects.filter(agent=world.grace).deactivate()
            bump_epoch(world.workspace)

    await in_thread(deactivate)
    await graces.until("error", code="not_signed_in")
    assert await graces.closing() == 4401
    assert await adas.receive_nothing(0.1)


async def test_an_agent_who_watches_hears_of_every_room_once(line, world, ana, bob, triage):
    adas = await line(world.ada, world.workspace)
    await adas.until("welcome")
    await adas.say("watch")
    await adas.say("subscribe", room=triage.pk, after=0)
    await adas.until("subscribed")
    room = await home(bob)
    await in_thread(say, room, bob, "Can't log in,\n  help")
    activity = await adas.until("activity")
    assert activity["room"] == room.pk
    assert activity["author"] == f"p{bob.pk}"
    assert (activity["side"], activity["name"]) == ("person", "Bob")
    assert (activity["seq"], activity["text"]) == (1, "Can't log in, help")
    await in_thread(say, triage, ana, "x" * 500)
    assert len((await adas.until("activity", room=triage.pk))["text"]) == 120


async def test_an_agent_who_watches_hears_what_became_of_a_rooms_newest_message(
    line, world, ana, triage
):
    await in_thread(say, triage, ana, "first", "second")
    adas = await line(world.ada, world.workspace)
    await adas.until("welcome")
    await adas.say("watch")
    await in_thread(edit, triage, ana, 2, "**second** thoughts")
    heard = await adas.until("reworded", room=triage.pk)
    assert (heard["seq"], heard["text"]) == (2, "second thoughts")
    await in_thread(delete, triage, ana, 2)
    assert (await adas.until("reworded", room=triage.pk))["text"] == ""
    await in_thread(say, triage, ana, "third")
    await adas.until("activity", seq=3)
    await in_thread(edit, triage, ana, 1, "only its readers are told")
    assert await adas.receive_nothing(0.05)


async def test_an_agent_who_watches_hears_once_of_a_change_that_the_layer_lost(
    deaf, line, world, ana, triage
):
    await in_thread(say, triage, ana, "first", "second")
    adas = await line(world.ada, world.workspace)
    await adas.until("welcome")
    await adas.say("watch")
    for change, told in ((partial(edit, text="thoughts"), "thoughts"), (delete, "")):
        await in_thread(change, triage, ana, 2)
        assert (await adas.until("reworded", room=triage.pk))["text"] == told
    await hub.hub.look()
    await in_thread(edit, triage, ana, 1, "only its readers are told")
    await hub.hub.look()
    assert await adas.receive_nothing(0.05)


async def test_an_agent_who_watches_hears_what_the_layer_lost(deaf, line, world, bob):
    adas = await line(world.ada, world.workspace)
    await adas.until("welcome")
    await adas.say("watch")
    room = await home(bob)
    await in_thread(say, room, bob, "Hello")
    await adas.until("activity", room=room.pk, seq=1)
    await hub.hub.look()
    assert await adas.receive_nothing(0.05)


async def test_the_hub_goes_on_after_the_database_failed(
    often, line, world, ana, triage, monkeypatch
):
    anas = await line(ana, world.workspace, triage)
    positions = hub.positions

    def fail(*args):
        monkeypatch.setattr(hub, "positions", positions)
        raise ConnectionError

    monkeypatch.setattr(hub, "positions", fail)
    monkeypatch.setattr(events, "_tell", lambda hint: None)
    await in_thread(say, triage, world.ada, "a")
    await anas.until("message", seq=1)


async def test_a_failing_layer_fails_no_post(often, line, world, ana, triage, monkeypatch):
    class Broken:
        async def group_send(self, group, message):
            raise ConnectionError

    anas = await line(ana, world.workspace, triage)
    monkeypatch.setattr(events, "get_channel_layer", Broken)
    posted = await in_thread(post, triage, world.ada, uuid4(), "a")
    assert posted.created
    await anas.until("message", seq=1)


def test_a_process_without_a_hub_posts_all_the_same(world, ana, triage):
    assert say(triage, ana, "from a command")[0].seq == 1
