"""What one client may send, how many there may be, and how many are let in at once."""

import asyncio
import json
import threading
import time
from uuid import uuid4

import pytest

from helpdesk.rooms import consumer, forwarding, pace
from helpdesk.rooms.admissions import admitted
from helpdesk.rooms.hub import hub
from helpdesk.rooms.pace import BURST
from helpdesk.rooms.threads import for_long_work
from tests.helpdesk.rooms.conftest import Line, cookies_of, in_thread, proven, say

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.catalogue("FI-24")
async def test_who_sends_too_quickly_is_told_so_and_then_closed(
    line, world, ana, triage, settings, monkeypatch
):
    # So few a second that no machine is too slow to be too quick
    settings.SOCKET_FRAMES_PER_SECOND = 10
    monkeypatch.setattr(pace, "MOST_TOO_QUICK", 5)
    anas = await line(ana, world.workspace, triage)
    for _ in range(int(BURST) + 20):
        await anas.say("typing", room=triage.pk)
    await anas.until("error", code="too_fast")
    assert await anas.closing() == 1008


async def test_to_forward_many_messages_counts_as_to_post_them(
    line, world, ana, triage, monkeypatch
):
    charged: list[int] = []
    monkeypatch.setattr(pace.Pace, "charge", lambda self, frames: charged.append(frames))
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    for last in (50, 1, 2**31 - 1):
        fields = {"first": 1, "last": last, "to": triage.pk, "request": str(uuid4())}
        await anas.say("forward", room=triage.pk, **fields)
        await anas.until("error", of="forward")
    assert charged == [49, 0, 50]


async def test_who_has_asked_for_much_work_waits():
    asked = pace.Pace()
    assert asked.next() == 0
    asked.charge(2 * int(BURST))
    assert asked.next() > 1


async def test_a_burst_after_a_silence_is_no_flood(line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    for _ in range(int(BURST) // 2):
        await anas.say("typing", room=triage.pk)
    await anas.say("subscribe", room=triage.pk, after=0)
    await anas.until("subscribed")
    assert not [frame for frame in anas.heard if frame["type"] == "error"]


@pytest.mark.catalogue("FI-24")
async def test_json_of_any_depth_is_a_bad_frame_and_no_more(line, world, ana):
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    for deep in ("[" * 100 + "]" * 100, '{"type":' * 100 + "1" + "}" * 100, "[" * 60_000):
        await anas.say_text(deep)
        await anas.until("error", code="bad_frame")


@pytest.mark.catalogue("FI-22")
async def test_more_sockets_than_a_process_takes_are_sent_away(line, world, ana, bob, settings):
    settings.MOST_SOCKETS = 1
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    bobs = Line(await in_thread(cookies_of, bob))
    assert await bobs.connect()
    assert await bobs.closing() == 1013
    await bobs.disconnect()
    await anas.disconnect()
    assert hub.connections == 0
    again = await line(bob, world.workspace)
    await again.until("welcome")


async def test_one_person_or_agent_does_not_take_all_sockets(line, world, ana, bob, settings):
    settings.MOST_SOCKETS_EACH = 2
    for who, other in ((ana, bob), (world.ada, world.grace)):
        first, second = [await line(who, world.workspace) for _ in range(2)]
        for one in (first, second):
            await one.until("welcome")
        third = await line(who, world.workspace)
        assert await third.closing() == 1013
        await (await line(other, world.workspace)).until("welcome")
        await second.disconnect()
        await (await line(who, world.workspace)).until("welcome")


async def test_one_address_does_not_take_all_sockets_before_it_says_who_is_there(
    line, world, ana, settings
):
    settings.MOST_SOCKETS_UNNAMED, settings.TRUSTED_PROXIES = 1, ["192.0.2.1"]
    await line(world.ada, world.workspace)  # the hub runs, and who has no address is let in
    cookies = await in_thread(cookies_of, ana)
    here, there = {"address": "203.0.113.7"}, {"address": "203.0.113.8", "by_proxy": "192.0.2.1"}
    lines = [Line(cookies, **place) for place in (here, there, here, there, here)]
    for one in lines[:4]:
        assert await one.connect()
    for one in lines[2:4]:
        assert await one.closing() == 1013
    await lines[0].say("hello", side="person", workspace=world.workspace.widget_id)
    await lines[0].until("welcome")
    assert await lines[4].connect()
    await lines[4].say("hello", side="person", workspace=world.workspace.widget_id)
    await lines[4].until("welcome")
    for one in lines:
        await one.disconnect()


async def test_many_who_come_at_once_are_judged_together(line, world, ana, monkeypatch):
    people = await in_thread(lambda: [proven(world.person(f"p{n}@acme.com")) for n in range(6)])
    lines = [await line(ana, world.workspace)] + [
        Line(await in_thread(cookies_of, person)) for person in people
    ]
    judged: list[int] = []

    def noting(hellos):
        judged.append(len(hellos))
        return admitted(hellos)

    monkeypatch.setattr(hub.admissions, "answer_all", noting)
    stranger = Line()
    for one in [*lines[1:], stranger]:
        assert await one.connect()
    hello = json.dumps({"type": "hello", "side": "person", "workspace": world.workspace.widget_id})
    await asyncio.gather(*(one.say_text(hello) for one in [*lines[1:], stranger]))
    assert {(await one.until("welcome"))["me"] for one in lines[1:]} == {
        f"p{person.pk}" for person in people
    }
    assert await stranger.closing() == 4401
    assert len(judged) < sum(judged) == 7
    for one in [*lines[1:], stranger]:
        await one.disconnect()


async def test_who_says_nothing_is_hung_up_on(line, world, ana, monkeypatch):
    await line(ana, world.workspace)  # the hub runs
    monkeypatch.setattr(consumer, "HELLO_WITHIN", 0.1)
    silent = Line()
    assert await silent.connect()
    assert await silent.closing() == 4400


async def test_who_said_hello_in_time_may_wait_in_a_crowd(line, world, ana, monkeypatch):
    await line(ana, world.workspace)  # the hub runs
    monkeypatch.setattr(consumer, "HELLO_WITHIN", 0.1)

    def slowly(hellos):
        time.sleep(0.5)
        return admitted(hellos)

    monkeypatch.setattr(hub.admissions, "answer_all", slowly)
    again = await line(ana, world.workspace)
    await again.until("welcome")


async def test_those_who_catch_up_or_forward_a_lot_hold_up_nobody_else(
    line, world, ana, triage, monkeypatch
):
    await in_thread(say, triage, ana, "one")
    go = threading.Event()
    monkeypatch.setattr(forwarding, "forward", lambda *args: go.wait() and [])
    slow = [asyncio.create_task(for_long_work(go.wait)) for _ in range(20)]
    forwards = [await line(ana, world.workspace) for _ in range(10)]
    for one in forwards:
        fields = {"first": 1, "last": 1, "to": triage.pk, "request": str(uuid4())}
        await one.say("forward", room=triage.pk, **fields)
    try:
        anas = await line(ana, world.workspace)
        await anas.until("welcome")
        await anas.say("edit", room=triage.pk, seq=1, text="uno")
        await anas.until("edited")
    finally:
        go.set()
        await asyncio.gather(*slow)
