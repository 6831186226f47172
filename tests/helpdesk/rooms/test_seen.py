"""Who has seen what: live, in one's own other tabs, and set back by one's own word."""

import asyncio

import pytest

from helpdesk.models import Reading
from helpdesk.rooms import seen
from helpdesk.rooms.calm import Calm
from helpdesk.rooms.reading import mark_read, read_up_to
from helpdesk.rooms.seen import seen_by_others
from tests.helpdesk.rooms.conftest import in_thread, say

live = pytest.mark.django_db(transaction=True)


def read(room, reader, seq):
    room.refresh_from_db()
    mark_read(room, reader, seq)


@live
async def test_a_reading_is_told_to_the_room_and_to_no_stranger(line, world, ana, bob, triage):
    await in_thread(say, triage, world.ada, "One", "Two")
    anas, adas = [await line(who, world.workspace, triage) for who in (ana, world.ada)]
    bobs = await line(bob, world.workspace)
    await bobs.until("welcome")
    await anas.say("read", room=triage.pk, seq=2)
    frame = await adas.until("seen")
    assert (frame["room"], frame["seq"]) == (triage.pk, 2)
    assert (frame["who"], frame["name"], frame["initials"]) == (f"p{ana.pk}", "Ana", "A")
    assert await bobs.receive_nothing(0.05)


@live
async def test_ones_other_tabs_hear_of_it_wherever_they_are(line, world, ana, triage):
    await in_thread(say, triage, world.ada, "One", "Two")
    anas, other = await line(ana, world.workspace, triage), await line(ana, world.workspace)
    await other.until("welcome")
    await anas.say("read", room=triage.pk, seq=1)
    await other.until("seen", who=f"p{ana.pk}", seq=1)


@live
async def test_a_readers_reading_counts_like_anybodys(line, world, ana, triage):
    await in_thread(say, triage, ana, "One")
    anas, ritas = [await line(who, world.workspace, triage) for who in (ana, world.rita)]
    await ritas.say("read", room=triage.pk, seq=1)
    await anas.until("seen", name="Fernhill", seq=1)


@live
async def test_unread_sets_the_reading_back_and_tells_it(line, world, ana, triage):
    await in_thread(say, triage, world.ada, "One", "Two", "Three")
    await in_thread(read, triage, ana, 3)
    anas, adas = [await line(who, world.workspace, triage) for who in (ana, world.ada)]
    await anas.say("unread", room=triage.pk, seq=2)
    await adas.until("seen", who=f"p{ana.pk}", seq=1, back=True)
    assert await in_thread(read_up_to, triage, ana) == 1


@live
async def test_nobody_sets_readings_in_a_room_that_is_not_theirs(line, world, bob, triage):
    await in_thread(say, triage, world.ada, "One")
    await in_thread(read, triage, bob, 1)
    bobs = await line(bob, world.workspace)
    await bobs.until("welcome")
    await bobs.say("unread", room=triage.pk, seq=1)
    await bobs.say("ping")
    await bobs.until("pong")
    assert await in_thread(read_up_to, triage, bob) == 1


def test_others_readings_come_with_the_page(world, ana, triage, django_assert_num_queries):
    say(triage, ana, "One", "Two")
    for reader, seq in ((world.grace, 1), (world.rita, 2), (world.ada, 0)):
        read(triage, reader, seq)
    with django_assert_num_queries(1):
        found = seen_by_others(triage, ana)
    assert {(one.who, one.seq) for one in found} == {
        (f"a{world.grace.pk}", 1),
        (f"a{world.rita.pk}", 2),
    }


def test_in_a_crowd_nobody_is_named(world, ana, triage, monkeypatch):
    monkeypatch.setattr(seen, "MOST_READERS", 2)
    say(triage, ana, "One")
    for reader in (world.grace, world.rita):
        read(triage, reader, 1)
    assert len(seen_by_others(triage, ana)) == 2
    read(triage, world.alan, 1)
    assert Reading.objects.filter(room=triage).count() == 4
    assert seen_by_others(triage, ana) == []


async def test_of_news_that_follow_each_other_the_first_and_the_newest_are_told(monkeypatch):
    monkeypatch.setattr("helpdesk.rooms.calm.INTERVAL", 0.02)
    told = []
    calm = Calm(told.append)
    for news in "abc":
        calm.put("thing", news)
    calm.put("other", "x")
    assert told == ["a", "x"]
    await asyncio.sleep(0.1)
    assert told == ["a", "x", "c"]


async def test_what_does_not_wait_replaces_what_waited(monkeypatch):
    monkeypatch.setattr("helpdesk.rooms.calm.INTERVAL", 0.02)
    told = []
    calm = Calm(told.append)
    for news in "ab":
        calm.put("thing", news)
    calm.put("thing", "back", at_once=True)
    assert told == ["a", "back"]
    await asyncio.sleep(0.05)
    assert told == ["a", "back"]
