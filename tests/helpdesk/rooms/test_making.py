"""Rooms are made, renamed, archived and brought back, by whoever may."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from customers.models import AuditEntry, Workspace
from helpdesk.models import Room, RoomKind
from helpdesk.rooms import making
from helpdesk.rooms.access import home_of, rooms_for_person
from helpdesk.rooms.making import archive_room, make_room, rename_room, unarchive_room
from tests.helpdesk.rooms.conftest import proven, say


@pytest.fixture
def amy(world):
    return proven(world.person("amy@acme.com", "Amy"))


@pytest.fixture
def board(world, ana) -> Room:
    return make_room(world.acme, "Board", RoomKind.PRIVATE, ana)


def refusal(call, *args) -> str:
    with pytest.raises(ValidationError) as refused:
        call(*args)
    return refused.value.messages[0]


def test_a_public_room_is_everybodys_and_a_private_one_its_makers(world, ana, amy, board):
    make_room(world.acme, "Launch", RoomKind.PUBLIC, ana)
    assert {room.name for room in rooms_for_person(amy)} == {"Triage", "Launch"}
    assert {room.name for room in rooms_for_person(ana)} == {"Triage", "Launch", "Board"}


def test_what_an_agent_makes_in_private_has_no_member_yet(world, amy):
    room = make_room(world.acme, "Audit", RoomKind.PRIVATE, world.grace)
    assert (room.made_by, list(room.members.all())) == (None, [])


@pytest.mark.parametrize("name", ["board", " BOARD ", "Board"])
def test_a_name_is_taken_once_and_a_free_one_is_said_with_nothing_of_the_room(
    world, amy, board, name
):
    message = refusal(make_room, world.acme, name, RoomKind.PUBLIC, amy)
    assert message == f"This name is taken. “{name.strip()} (2)” is free."


def test_another_customer_may_have_the_name(world, board, bob):
    assert make_room(world.birch, "Board", RoomKind.PUBLIC, bob).name == "Board"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\u202eb", "\u3164"])
def test_a_name_is_one_that_can_be_read(world, ana, name):
    assert refusal(make_room, world.acme, name, RoomKind.PUBLIC, ana)
    assert not Room.objects.filter(made_by=ana).exists()


def test_blanks_in_a_name_are_one(world, ana):
    assert make_room(world.acme, " Big   launch ", RoomKind.PUBLIC, ana).name == "Big launch"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_want_a_name_at_once_one_gets_it(world, ana):
    def make(_number: int) -> str:
        try:
            return make_room(world.acme, "Launch", RoomKind.PUBLIC, ana).name
        except ValidationError as refused:
            return refused.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = sorted(pool.map(make, range(4)))
    assert made == ["Launch", *["This name is taken. “Launch (2)” is free."] * 3]


def test_a_person_makes_so_many_rooms_a_day_and_agents_any(world, ana, amy, monkeypatch):
    monkeypatch.setattr(making, "MOST_ROOMS", 2)
    for number in range(2):
        make_room(world.acme, f"Room {number}", RoomKind.PUBLIC, ana)
    assert "tomorrow" in refusal(make_room, world.acme, "Room 3", RoomKind.PUBLIC, ana)
    make_room(world.acme, "Room 4", RoomKind.PUBLIC, amy)
    for number in range(5, 8):
        make_room(world.acme, f"Room {number}", RoomKind.PUBLIC, world.grace)


def test_a_room_is_renamed_unless_another_has_the_name(world, ana, board):
    rename_room(board, "Directors", ana)
    board.refresh_from_db()
    assert board.name == "Directors"
    assert "taken" in refusal(rename_room, board, "triage", ana)
    rename_room(board, "DIRECTORS", ana)  # its own name in capitals is free to it


def test_who_may_enter_what_is_not_asked_anew_for_a_name_or_the_archive(world, ana, board):
    """All sockets of the workspace would be checked, and hear nothing meanwhile."""
    epoch = Workspace.objects.get(pk=world.workspace.pk).epoch
    rename_room(board, "Directors", ana)
    archive_room(board, ana)
    unarchive_room(board, ana)
    assert Workspace.objects.get(pk=world.workspace.pk).epoch == epoch


def test_all_that_is_done_is_noted_with_who_did_it(world, ana, board):
    before = world.workspace.audit.count()
    rename_room(board, "Directors", world.grace)
    for by in (ana, world.grace):
        archive_room(board, by)
        archive_room(board, by)
        unarchive_room(board, by)
    noted = AuditEntry.objects.order_by("pk")[before:]
    assert [(entry.action, entry.agent) for entry in noted] == [
        ("room_renamed", world.grace),
        ("room_archived", None),
        ("room_unarchived", None),
        ("room_archived", world.grace),
        ("room_unarchived", world.grace),
    ]
    assert noted[1].details["by_person"] == "ana@acme.com"


def test_the_form_makes_a_room_and_leads_into_it(as_person, world, ana, amy, triage):
    browser = as_person(ana)
    assert "It is a room of Acme." in browser.get(f"/rooms/{triage.pk}/new").text
    made = browser.post(f"/rooms/{triage.pk}/new", {"name": "Board", "kind": "private"})
    room = Room.objects.get(name="Board")
    assert (made.url, room.kind) == (f"/rooms/{room.pk}/?done=make", "private")
    assert "The room is made." in browser.get(made.url).text
    say(room, ana, "hello")
    assert "The room is made." not in browser.get(made.url).text
    again = browser.post(f"/rooms/{triage.pk}/new", {"name": "board"})
    assert again.status_code == 422
    assert "“board (2)” is free" in again.text
    assert as_person(amy).get(f"/rooms/{room.pk}/").status_code == 404


def test_agents_make_rooms_where_they_are_and_readers_none(as_agent, world, triage):
    address = world.url(f"rooms/{triage.pk}/new")
    made = as_agent(world.grace).post(address, {"name": "Launch", "kind": "public"})
    assert made.url == world.url(f"rooms/{Room.objects.get(name='Launch').pk}?done=make")
    assert as_agent(world.rita).post(address, {"name": "No"}).status_code == 403
    assert as_agent(world.oscar).post(address, {"name": "No"}).status_code == 404


def test_nobody_makes_a_room_in_the_shared_email_inbox(as_person, as_agent, world, eve):
    own = home_of(eve)
    assert as_person(eve).post(f"/rooms/{own.pk}/new", {"name": "No"}).status_code == 403
    address = world.url(f"rooms/{own.pk}/new")
    assert as_agent(world.ada).post(address, {"name": "No"}).status_code == 403
    assert not Room.objects.filter(name="No").exists()


def test_who_made_a_room_renames_and_archives_it_and_a_colleague_does_not(
    as_person, world, ana, amy, bob
):
    room = make_room(world.acme, "Launch", RoomKind.PUBLIC, ana)
    for person, status in ((amy, 403), (bob, 404), (ana, 302)):
        browser = as_person(person)
        renamed = browser.post(f"/rooms/{room.pk}/rename", {"name": f"By {person}"})
        archived = browser.post(f"/rooms/{room.pk}/archive")
        assert {renamed.status_code, archived.status_code} == {status}
    room.refresh_from_db()
    assert room.name == "By Ana"
    assert room.archived_at


def test_triage_is_renamed_and_archived_by_nobody(as_agent, as_person, world, ana, triage):
    for act in ("rename", "archive"):
        address = f"rooms/{triage.pk}/{act}"
        assert as_agent(world.ada).post(world.url(address), {"name": "x"}).status_code == 403
        assert as_person(ana).post(f"/{address}", {"name": "x"}).status_code == 403


def test_an_archived_room_is_read_and_not_written_in_until_it_is_back(
    as_person, as_agent, world, ana, triage
):
    room = make_room(world.acme, "Launch", RoomKind.PUBLIC, ana)
    archive_room(room, ana)
    browser, agent = as_person(ana), as_agent(world.grace)
    page = browser.get(f"/rooms/{room.pk}/").text
    assert "nobody writes in it" in page
    assert "Message</label>" not in page
    browser.post(f"/rooms/{room.pk}/messages", {"text": "hi"})
    agent.post(world.url(f"rooms/{room.pk}/messages"), {"text": "hi"})
    assert not room.messages.exists()
    beside = browser.get(f"/rooms/{triage.pk}/").text
    assert "Launch" not in beside
    assert "Archived rooms" in beside
    assert "Launch" in browser.get(f"/rooms/{triage.pk}/archived").text
    assert "Launch" not in agent.get(world.url("?show=quiet")).text
    assert "Launch" in agent.get(world.url("?show=archived")).text
    browser.post(f"/rooms/{room.pk}/unarchive")
    assert "Message</label>" in browser.get(f"/rooms/{room.pk}/").text


def test_the_archive_shows_nobody_a_room_that_they_may_not_read(as_person, ana, amy, board, triage):
    archive_room(board, ana)
    assert "Board" in as_person(ana).get(f"/rooms/{triage.pk}/archived").text
    assert "Board" not in as_person(amy).get(f"/rooms/{triage.pk}/archived").text
