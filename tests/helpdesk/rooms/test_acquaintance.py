"""By which name readers are shown to whom: guests and people see those who have written there."""

import pytest

from helpdesk.models import RoomMember
from helpdesk.rooms import presence as presence_module
from helpdesk.rooms.access import doors_of_people, home_of
from helpdesk.rooms.acquaintance import Listener
from helpdesk.rooms.dialogs import begin_dialog
from helpdesk.rooms.reading import mark_read
from helpdesk.rooms.seen import seen_by_others
from tests.helpdesk.rooms.conftest import in_thread, proven, say

live = pytest.mark.django_db(transaction=True)
pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(presence_module, "CALM", 0.01)


@pytest.fixture
def zoe(world):
    """A colleague of Ana's without a name, who only reads."""
    return proven(world.person("zoe@acme.com"))


@pytest.fixture
def guest(world, bob, triage):
    RoomMember.objects.create(workspace=world.workspace, room=triage, person=bob, is_guest=True)
    return bob


def read(room, reader, seq=1):
    room.refresh_from_db()
    mark_read(room, reader, seq)


def names(found) -> set[str]:
    return {one.name for one in found}


def test_the_page_names_to_people_who_has_written_and_the_rest_of_the_team_as_one(
    world, ana, triage, django_assert_num_queries
):
    say(triage, ana, "One", "Two")
    say(triage, world.ada, "Three")
    for agent, seq in ((world.ada, 1), (world.grace, 1), (world.rita, 2)):
        read(triage, agent, seq)
    assert triage.workspace.vendor
    with django_assert_num_queries(1):
        found = seen_by_others(triage, ana, Listener.COLLEAGUE)
    assert {one.name: one.seq for one in found} == {"Ada Quill": 3, "Fernhill": 2}


def test_the_page_shows_a_guest_those_people_alone_who_have_written(
    world, ana, zoe, guest, triage, as_person
):
    say(triage, ana, "One")
    for reader in (zoe, world.grace):
        read(triage, reader)
    assert names(seen_by_others(triage, guest, Listener.GUEST)) == {"Ana", "Fernhill"}
    page = as_person(guest).get(f"/rooms/{triage.pk}/").text
    assert 'data-name="Ana"' in page and "zoe@acme.com" not in page
    assert 'data-name="zoe@acme.com"' in as_person(ana).get(f"/rooms/{triage.pk}/").text


def test_who_began_a_dialog_is_known_there_before_they_write(world, ana):
    dialog = begin_dialog(ana, world.grace)
    say(dialog, ana, "One")
    for agent in (world.grace, world.ada):
        read(dialog, agent)
    assert names(seen_by_others(dialog, ana, Listener.COLLEAGUE)) == {"Grace Lund", "Fernhill"}


@live
async def test_a_reading_is_told_by_name_to_agents_and_as_the_teams_to_people(
    line, world, ana, eve, triage
):
    own = await in_thread(home_of, eve)
    for room, person in ((triage, ana), (own, eve)):
        await in_thread(say, room, person, "One", "Two")
        theirs = await line(person, world.workspace, room)
        adas, graces = [await line(who, world.workspace, room) for who in (world.ada, world.grace)]
        await graces.say("read", room=room.pk, seq=1)
        assert (await adas.until("seen"))["name"] == "Grace Lund"
        frame = await theirs.until("seen")
        assert (frame["who"], frame["name"], frame["initials"]) == ("team", "Fernhill", "F")
        await in_thread(say, room, world.grace, "Three")
        await graces.until("message", seq=3)
        await graces.say("read", room=room.pk, seq=3)
        await graces.say("unread", room=room.pk, seq=3)
        await theirs.until("seen", name="Grace Lund", back=True)


@live
async def test_a_guest_hears_of_no_colleague_who_only_reads(line, world, ana, zoe, guest, triage):
    await in_thread(say, triage, ana, "One", "Two")
    guests, anas, zoes = [await line(who, world.workspace, triage) for who in (guest, ana, zoe)]
    await zoes.say("read", room=triage.pk, seq=1)
    await zoes.say("typing", room=triage.pk)
    await anas.until("seen", name="zoe@acme.com")
    await anas.until("typing", name="zoe@acme.com")
    await anas.say("read", room=triage.pk, seq=1)
    await anas.say("typing", room=triage.pk)
    await guests.until("typing", name="Ana")
    assert "zoe" not in str(guests.heard)


@live
async def test_who_is_here_is_shown_by_the_same_names(line, world, ana, zoe, guest, triage):
    await in_thread(say, triage, ana, "One")
    lines = {}
    for who in (guest, ana, zoe, world.ada, world.grace):
        lines[who] = await line(who, world.workspace, triage)
        await lines[who].say("here", room=triage.pk, here=True)
        await lines[who].until("present")
    anas = {"Bob", "Ana", "zoe@acme.com", "Fernhill"}
    await sees(lines[world.ada], anas - {"Fernhill"} | {"Ada Quill", "Grace Lund"})
    await sees(lines[ana], anas)
    await sees(lines[guest], {"Ana", "Fernhill"})
    await in_thread(say, triage, zoe, "I am here, too")
    await sees(lines[guest], {"Ana", "Fernhill", "zoe@acme.com"})


async def sees(client, wanted: set[str]) -> None:
    """Wait until the client is told that exactly these are here."""
    while names_in(client.heard[-1]) != wanted:
        await client.hear()


def names_in(frame) -> set[str]:
    return {one["name"] for one in frame.get("here", ())}


def test_who_comes_to_belong_to_the_customer_is_no_guest_any_more(world, triage):
    gus = proven(world.person("gus@gus.dev"))
    RoomMember.objects.create(workspace=world.workspace, room=triage, person=gus, is_guest=True)
    assert doors_of_people(world.workspace, [gus])[gus.pk].as_guest == {triage.pk}
    world.domain(world.acme, "gus.dev")
    doors = doors_of_people(world.workspace, [gus])[gus.pk]
    assert triage.pk in doors.rooms and not doors.as_guest
