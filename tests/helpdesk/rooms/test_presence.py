"""Who is here now: over processes, and gone when they are."""

from time import monotonic

import pytest

from customers.routing.access import bump_epoch
from helpdesk.rooms import presence as presence_module
from helpdesk.rooms.acquaintance import TEAM
from helpdesk.rooms.authors import key_of
from helpdesk.rooms.presence import presence
from tests.helpdesk.rooms.conftest import in_thread
from unknown_user.management.commands.serve import PING

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(presence_module, "CALM", 0.01)


async def come(line, who, workspace, room):
    """A client that looks at the room."""
    client = await line(who, workspace, room)
    await client.say("here", room=room.pk, here=True)
    await client.until("present")
    return client


async def sees(client, *people) -> None:
    """Wait until the client is told that exactly these are here."""
    keys = {one if isinstance(one, str) else key_of(one) for one in people}
    while {one["who"] for one in (await client.until("present"))["here"]} != keys:
        pass


async def test_those_in_a_room_hear_who_else_comes_and_goes(line, world, ana, triage):
    anas = await come(line, ana, world.workspace, triage)
    adas = await come(line, world.ada, world.workspace, triage)
    assert adas.heard[-1]["here"][0] == {"who": f"p{ana.pk}", "name": "Ana"}
    await sees(anas, ana, TEAM)
    await adas.disconnect()
    await sees(anas, ana)


async def test_who_looks_away_is_gone_and_hears_no_more(line, world, ana, triage):
    anas = await come(line, ana, world.workspace, triage)
    adas = await come(line, world.ada, world.workspace, triage)
    await sees(anas, ana, TEAM)
    await adas.say("here", room=triage.pk, here=False)
    await sees(anas, ana)
    await adas.say("ping")
    await adas.until("pong")
    assert await adas.receive_nothing(0.05)


async def test_two_tabs_are_one_who_is_here(line, world, ana, triage):
    for _ in range(2):
        anas = await come(line, ana, world.workspace, triage)
    assert anas.heard[-1]["number"] == 1


async def test_a_stranger_is_neither_here_nor_told(line, world, ana, bob, triage):
    anas = await come(line, ana, world.workspace, triage)
    bobs = await line(bob, world.workspace)
    await bobs.until("welcome")
    await bobs.say("here", room=triage.pk, here=True)
    await bobs.say("ping")
    assert (await bobs.hear())["type"] == "pong"
    adas = await come(line, world.ada, world.workspace, triage)
    await sees(anas, ana, TEAM)
    assert adas.heard[-1]["number"] == 2
    assert await bobs.receive_nothing(0.05)


async def test_who_may_not_enter_any_more_is_gone(line, world, ana, triage):
    adas = await come(line, world.ada, world.workspace, triage)
    anas = await come(line, ana, world.workspace, triage)
    await sees(adas, ana, world.ada)
    await in_thread(world.acme.domains.all().delete)
    await in_thread(bump_epoch, world.workspace)
    await anas.until("lost")
    await sees(adas, world.ada)


def report(room, *names, process="other"):
    here = [
        {"who": f"p{number}", "name": name, "is_known": False, "team": ""}
        for number, name in enumerate(names, 1)
    ]
    told = [{"room": room.pk, "here": here, "number": len(here)}]
    return {"type": "presence", "process": process, "rooms": told}


async def test_people_of_another_process_are_here_too_until_it_is_silent(line, world, triage):
    adas = await come(line, world.ada, world.workspace, triage)
    presence.hear(report(triage, "Ana", "Ben"))
    assert (await adas.until("present", number=3))["here"][1:] == [
        {"who": "p1", "name": "Ana"},
        {"who": "p2", "name": "Ben"},
    ]
    presence.hear(report(triage, "Ana"))
    await adas.until("present", number=2)
    presence.forget(monotonic())
    await adas.until("present", number=1)


async def test_a_process_tells_a_new_one_everything(line, world, triage, monkeypatch):
    told = []

    async def present(process, rooms):
        told.append(rooms)

    monkeypatch.setattr("helpdesk.rooms.events.present", present)
    adas = await come(line, world.ada, world.workspace, triage)
    await adas.until("present")
    await adas.say("ping")
    await adas.until("pong")
    told.clear()
    presence.hear({"type": "presence", "process": "new", "rooms": []})
    await adas.say("ping")
    await adas.until("pong")
    ada = {"who": f"a{world.ada.pk}", "name": "Ada Quill", "is_known": False, "team": "Fernhill"}
    here = [ada]
    assert told == [[{"room": triage.pk, "here": here, "number": 1}]]


async def test_of_a_crowd_some_are_named_and_all_are_counted(line, world, triage, monkeypatch):
    monkeypatch.setattr(presence_module, "MOST_NAMED", 2)
    adas = await come(line, world.ada, world.workspace, triage)
    presence.hear(report(triage, "Ana", "Ben", "Cleo"))
    assert len((await adas.until("present", number=4))["here"]) == 2


def test_the_dead_are_gone_within_a_minute():
    assert 2 * PING + presence_module.CALM < 60
    silent = presence_module.FORGET + presence_module.BEAT / 3 + presence_module.CALM
    assert silent < 60
