"""An agent's own line to one person."""

import pytest
from django.core.exceptions import ValidationError

from customers.models import Block, Pin
from helpdesk.models import Room
from helpdesk.rooms.access import home_of, rooms_for_person
from helpdesk.rooms.dialogs import begin_dialog
from helpdesk.rooms.making import archive_room
from helpdesk.rooms.readers import line_for_agent, line_for_person
from tests.helpdesk.rooms.conftest import proven, say


def test_a_dialog_is_begun_once_and_is_its_persons_and_the_teams(world, ana):
    room = begin_dialog(ana, world.grace)
    assert begin_dialog(ana, world.grace) == room
    assert begin_dialog(ana, world.ada) != room
    assert (room.name, room.kind, room.customer) == ("Ana · Grace Lund", "dialog", world.acme)
    assert room in rooms_for_person(ana)
    assert room not in rooms_for_person(proven(world.person("amy@acme.com")))
    assert line_for_person(room, ana) == "Only you and Fernhill's support team can read this"
    assert line_for_agent(room) == "1 person of Acme and your team can read this"


@pytest.mark.parametrize("name", ["İpek", "ΣΑΣ", "KİM", "STRAẞE"])
def test_people_of_one_name_have_one_each_whatever_their_letters(world, name):
    rooms = [
        begin_dialog(proven(world.person(f"{number}@acme.com", name)), world.grace)
        for number in range(3)
    ]
    assert [room.name for room in rooms] == [
        f"{name} · Grace Lund", f"{name} · Grace Lund (2)", f"{name} · Grace Lund (3)",
    ]  # fmt: skip


def test_to_its_person_it_bears_the_agents_name(world, ana, as_person):
    room = begin_dialog(ana, world.grace)
    page = as_person(ana).get(f"/rooms/{room.pk}/").text
    assert '<h1 class="truncate" id="room-name">Grace Lund</h1>' in page
    assert "Ana · Grace" not in page
    say(room, ana, "Where do I find the tariff?")
    found = as_person(ana).get("/rooms/search", {"q": "tariff"}).text
    assert "<bdi>Grace Lund</bdi>" in found and "Ana · Grace" not in found


def test_an_archived_one_is_brought_back(world, ana):
    room = begin_dialog(ana, world.grace)
    archive_room(room, world.grace)
    assert begin_dialog(ana, world.grace) == room
    assert Room.objects.get(pk=room.pk).archived_at is None


def test_with_somebody_of_the_inbox_it_is_their_own_room(world, eve):
    assert begin_dialog(eve, world.grace) == home_of(eve)


def test_who_belongs_elsewhere_now_gets_another_one_there(world, ana):
    room = begin_dialog(ana, world.grace)
    Pin.objects.create(workspace=world.workspace, person=ana, customer=world.birch)
    assert room not in rooms_for_person(ana)
    assert begin_dialog(ana, world.grace).customer == world.birch


def test_there_is_none_with_somebody_who_is_blocked(world, ana):
    Block.objects.create(workspace=world.workspace, person=ana)
    with pytest.raises(ValidationError):
        begin_dialog(ana, world.grace)


def test_agents_begin_one_from_the_persons_page_and_readers_and_strangers_do_not(
    world, ana, as_agent
):
    address = world.url(f"people/{ana.pk}/dialog")
    for agent, status in ((world.rita, 403), (world.oscar, 404), (world.grace, 302)):
        assert as_agent(agent).post(address).status_code == status
    assert "Begin a dialog" in as_agent(world.grace).get(world.url(f"people/{ana.pk}")).text
    assert Room.objects.filter(kind="dialog").count() == 1


def test_nobody_renames_it_or_asks_others_into_it_and_agents_archive_it(
    world, ana, as_agent, as_person
):
    room = begin_dialog(ana, world.grace)
    for act in ("rename", "members/add", "members/invite", "members/leave"):
        assert as_person(ana).post(f"/rooms/{room.pk}/{act}").status_code == 403
        assert as_agent(world.ada).post(world.url(f"rooms/{room.pk}/{act}")).status_code == 403
    assert as_person(ana).post(f"/rooms/{room.pk}/archive").status_code == 403
    assert as_agent(world.ada).post(world.url(f"rooms/{room.pk}/archive")).status_code == 302
