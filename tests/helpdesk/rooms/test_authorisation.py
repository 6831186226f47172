"""Who may do what in rooms: the catalogue's rows of authorisation, each under its id.

Rows of links and mail are in tests/helpdesk/arrival, those of the agents' pages in
tests/unknown_user/test_strangers.py, those of frames in tests/helpdesk/widget/test_framing.py.
"""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from customers.models import PersonSession
from customers.proof.guessing import MOST_MISSES
from customers.routing.blocks import block
from customers.routing.customers import archive_customer
from helpdesk.models import Message, Room
from helpdesk.rooms.access import home_of
from helpdesk.rooms.posting import post
from tests.helpdesk.rooms.conftest import Line, cookies_of, in_thread, say


@pytest.fixture
def birchs(world) -> Room:
    return world.birch.rooms.get()


@pytest.fixture
def board(world) -> Room:
    """A private room of Acme without members."""
    return Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind="private",
        name="Board",
    )


def test_az01_another_customers_room_looks_like_one_that_does_not_exist(as_person, ana, birchs):
    browser = as_person(ana)
    theirs = browser.get(f"/rooms/{birchs.pk}/")
    nobodys = browser.get("/rooms/987654321/")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.content == nobodys.content


@pytest.mark.django_db(transaction=True)
async def test_az03_another_customers_room_is_not_followed(line, world, ana, bob, birchs):
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    await anas.say("subscribe", room=birchs.pk, after=0)
    await anas.until("error", code="not_found", room=birchs.pk)
    await in_thread(say, birchs, bob, "Nobody else's")
    assert await anas.receive_nothing(0.2)
    session = await in_thread(PersonSession.objects.get, person=ana)
    assert session.misses == 1


def test_az05_a_private_room_is_nowhere_for_who_is_no_member(as_person, ana, board, triage):
    browser = as_person(ana)
    assert browser.get(f"/rooms/{board.pk}/").status_code == 404
    assert "Board" not in browser.get(f"/rooms/{triage.pk}/").text
    assert "Board" not in browser.get(f"/rooms/{triage.pk}/others").text


def test_az06_a_person_of_the_inbox_sees_their_own_room_alone(world, as_person, eve):
    other = world.person("mallory@gmail.com", "Mallory")
    say(home_of(other), other, "Hello")
    page = as_person(eve).get(f"/rooms/{home_of(eve).pk}/others").text
    assert page.count("<li>") == 1
    assert "Mallory" not in page and "Triage" not in page


def test_az08_whoever_guesses_rooms_is_slowed_down_and_heard_of(
    as_person, eve, caplog, monkeypatch
):
    browser = as_person(eve)
    monkeypatch.setattr(logging.getLogger("customers"), "propagate", True)
    with caplog.at_level(logging.WARNING, "customers"):
        statuses = [browser.get(f"/rooms/{10**6 + n}/").status_code for n in range(MOST_MISSES + 5)]
    assert statuses == [404] * MOST_MISSES + [429] * 5
    heard_of = {r.getMessage() for r in caplog.records if r.name == "customers.proof.guessing"}
    assert len(heard_of) == 1
    assert browser.get(f"/rooms/{home_of(eve).pk}/").status_code == 200
    long_ago = timezone.now() - timedelta(minutes=2)
    PersonSession.objects.update(misses_since=long_ago)
    assert browser.get("/rooms/987654321/").status_code == 404


@pytest.mark.django_db(transaction=True)
async def test_az26_a_person_who_is_shut_out_loses_an_open_socket(line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    await in_thread(block, ana, world.grace)
    await anas.until("lost", room=triage.pk)
    await anas.until("access")
    await in_thread(post, triage, world.grace, uuid4(), "Not for Ana")
    assert await anas.receive_nothing(0.2)


@pytest.mark.django_db(transaction=True)
async def test_az28_an_archived_customers_people_lose_its_rooms(line, world, ana, triage):
    anas, adas = [await line(who, world.workspace, triage) for who in (ana, world.ada)]
    await in_thread(archive_customer, world.acme, world.ada)
    await anas.until("lost", room=triage.pk)
    await in_thread(post, triage, world.ada, uuid4(), "For the record")
    assert (await adas.until("message"))["seq"] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["assign", "note", "internal_note", "watch", "agent_typing"])
async def test_az35_what_agents_do_is_refused_to_people(line, world, ana, triage, kind):
    anas = await line(ana, world.workspace, triage)
    await anas.say(kind, room=triage.pk, text="psst")
    error = await anas.until("error")
    assert error["code"] in {"bad_frame", "not_found"}
    assert not await in_thread(Message.objects.exists)


@pytest.mark.django_db(transaction=True)
async def test_az36_a_message_says_nothing_of_who_wrote_it_where_or_when(line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    claims = {
        "sender_id": world.ada.pk,
        "agent": world.ada.pk,
        "role": "agent",
        "customer_id": world.birch.pk,
        "created_at": "2001-01-01T00:00:00Z",
        "seq": 99,
    }
    await anas.say("post", room=triage.pk, client_id=str(uuid4()), text="Hi", **claims)
    await anas.until("posted", seq=1)
    message = await in_thread(Message.objects.get)
    assert (message.person_id, message.agent_id, message.seq) == (ana.pk, None, 1)
    assert message.created_at.year > 2001


@pytest.mark.django_db(transaction=True)
async def test_az38_an_ended_or_a_strangers_session_opens_no_socket(line, world, ana):
    from_elsewhere = await line(ana, world.otter)
    assert await from_elsewhere.closing() == 4401
    expired = Line(await in_thread(cookies_of, ana))
    await in_thread(PersonSession.objects.update, expires_at=timezone.now())
    assert await expired.connect()
    await expired.say("hello", side="person", workspace=world.workspace.widget_id)
    assert await expired.closing() == 4401
    await expired.disconnect()
