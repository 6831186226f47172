"""Rooms of the Shared Email Inbox follow their people to a customer, and go back."""

import pytest
from django.core.exceptions import ValidationError

from customers.embedding.token_sessions import session_by_token
from customers.embedding.tokens import sign_in
from customers.models import Action, AuditEntry
from customers.routing.blocks import block
from customers.routing.external_ids import set_external_id
from customers.routing.pins import pin, unpin
from helpdesk.models import Room
from helpdesk.rooms import events
from helpdesk.rooms.access import (
    home_of,
    rooms_by_token,
    rooms_by_tokens,
    rooms_for_people,
    rooms_for_person,
)
from helpdesk.rooms.moving import movable_rooms, move, move_all
from helpdesk.rooms.moving_back import move_back, moved_here
from helpdesk.rooms.readers import line_for_agent, line_for_person
from helpdesk.rooms.sharing import may_share, share
from tests.helpdesk.rooms.conftest import proven, say
from tests.vendors import ANA, token_of


@pytest.fixture
def ida(world):
    """Somebody at a domain that nobody claims yet, who has written."""
    ida = proven(world.person("ida@cedar.dev", "Ida"))
    say(home_of(ida), ida, "Hello")
    return ida


@pytest.fixture
def idas_room(ida):
    return home_of(ida)


def readers_line(room):
    return line_for_agent(Room.objects.get(pk=room.pk))


@pytest.fixture
def claimed(world, idas_room):
    """Her domain is Acme's now."""
    return world.domain(world.acme, "cedar.dev")


def names(person):
    found = set(rooms_for_person(person))
    assert rooms_for_people(person.workspace, [person])[person.pk] == {r.pk for r in found}
    return {room.name for room in found}


def test_a_room_is_offered_once_its_person_belongs_to_the_customer(world, idas_room):
    assert movable_rooms(world.acme).rooms == []
    world.domain(world.acme, "cedar.dev")
    assert movable_rooms(world.acme).rooms == [idas_room]
    assert movable_rooms(world.birch).rooms == []


def test_a_room_without_a_word_is_not_offered(world):
    quiet = proven(world.person("quinn@cedar.dev"))
    home_of(quiet)
    world.domain(world.acme, "cedar.dev")
    assert movable_rooms(world.acme).rooms == []


def test_what_two_customers_claim_is_offered_to_neither(world, claimed):
    world.domain(world.birch, "cedar.dev")
    assert movable_rooms(world.acme).rooms == movable_rooms(world.birch).rooms == []


def test_a_moved_room_stays_private_to_its_person_and_the_agents(
    world, claimed, ida, idas_room, ana
):
    move(idas_room, world.grace)
    moved = world.acme.rooms.get(name="ida@cedar.dev")
    assert (moved.pk, moved.kind, moved.person) == (idas_room.pk, "private", None)
    assert names(ida) == {"Triage", "ida@cedar.dev"}
    assert names(ana) == {"Triage"}
    assert line_for_person(moved) == "Only you and Fernhill's support team can read this"


def test_a_moved_room_keeps_its_messages(world, claimed, idas_room):
    move(idas_room, world.grace)
    moved = Room.objects.get(pk=idas_room.pk)
    assert [message.text for message in moved.messages.all()] == ["Hello"]


def test_a_name_that_collides_gets_a_number(world, claimed, idas_room):
    Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind="public",
        name="IDA@cedar.dev",
    )
    assert move(idas_room, world.grace).room.name == "ida@cedar.dev (2)"


def test_a_rooms_readers_hear_that_it_is_called_otherwise_there_and_back(
    world, claimed, idas_room, monkeypatch, django_capture_on_commit_callbacks
):
    hints: list = []
    monkeypatch.setattr(events.here, "hear", hints.append)
    with django_capture_on_commit_callbacks(execute=True):
        moved = move(idas_room, world.grace)
    with django_capture_on_commit_callbacks(execute=True):
        move_back(world.workspace, moved.batch, world.grace)
    told = [hint["room"] for hint in hints if hint["type"] == "room"]
    assert told == [idas_room.pk, idas_room.pk]


def test_all_are_moved_at_once_and_go_back_at_once(world, claimed, ida, idas_room):
    ivo = proven(world.person("ivo@cedar.dev"))
    Room.objects.create(
        workspace=world.workspace,
        customer=world.inbox,
        customer_kind=world.inbox.kind,
        kind="private",
        name="ivo@cedar.dev",
        person=ivo,
        last_seq=1,
    )
    moves = move_all(world.acme, world.grace)
    assert {moved.room.name for moved in moves} == {"ida@cedar.dev", "ivo@cedar.dev"}
    assert len(moved_here(world.acme)) == 2
    assert move_back(world.workspace, moves[0].batch, world.grace).number == 2
    assert Room.objects.filter(customer=world.inbox).count() == 2
    assert moved_here(world.acme) == []
    assert names(ida) == {"Triage", "ida@cedar.dev"}


def test_a_room_goes_back_once(world, claimed, idas_room):
    batch = move(idas_room, world.grace).batch
    assert [move_back(world.workspace, batch, world.grace).number for _ in range(2)] == [1, 0]


def test_a_room_that_goes_back_stands_beside_a_newer_one(world, claimed, ida, idas_room):
    batch = move(idas_room, world.grace).batch
    pin(ida, None, world.grace)
    newer = home_of(ida)
    assert newer != idas_room
    say(newer, ida, "Again")
    move_back(world.workspace, batch, world.grace)
    assert home_of(ida) == newer
    assert names(ida) == {"ida@cedar.dev", "ida@cedar.dev (2)"}
    unpin(ida, world.grace)


def test_a_room_that_goes_back_takes_the_place_of_one_in_which_nobody_has_spoken(
    world, claimed, ida, idas_room
):
    batch = move(idas_room, world.grace).batch
    pin(ida, None, world.grace)
    home_of(ida)
    move_back(world.workspace, batch, world.grace)
    assert home_of(ida) == idas_room
    assert names(ida) == {"ida@cedar.dev"}


def test_a_moved_room_stays_its_persons_wherever_they_belong(world, claimed, ida, idas_room):
    move(idas_room, world.grace)
    claimed.delete()
    home_of(ida)
    assert idas_room in rooms_for_person(ida)
    assert len(names(ida)) == 1  # the fresh one bears the same name
    assert readers_line(idas_room) == "Only Ida and your team can read this"
    block(ida, world.grace)
    assert names(ida) == set()


def test_once_shared_it_is_the_customers(world, claimed, ida, idas_room):
    share(move(idas_room, world.grace).room, ida)
    claimed.delete()
    assert idas_room not in rooms_for_person(ida)


def test_a_token_which_proves_no_mailbox_opens_no_moved_room(world, claimed, ida, idas_room):
    move(idas_room, world.grace)
    set_external_id(world.acme, "org_1")
    claims = ANA | {"userEmail": ida.email}
    signed = sign_in(world.workspace, token_of(world.workspace, claims))
    rooms = rooms_by_token(signed.binding, ida)
    assert {room.name for room in rooms} == {"Triage"}
    session = session_by_token(signed)
    assert rooms_by_tokens([session])[session.pk] == {room.pk for room in rooms}


def test_a_room_whose_person_belongs_nowhere_else_stays(world, idas_room):
    with pytest.raises(ValidationError):
        move(idas_room, world.grace)
    assert Room.objects.get(pk=idas_room.pk).customer == world.inbox


def test_its_person_alone_opens_a_moved_room_to_colleagues(world, claimed, ida, idas_room, ana):
    moved = move(idas_room, world.grace).room
    assert not may_share(moved, ana)
    share(moved, ana)
    assert names(ana) == {"Triage"}
    share(moved, ida)
    assert names(ana) == {"Triage", "ida@cedar.dev"}


def test_a_shared_room_does_not_go_back_with_the_others(world, claimed, ida, idas_room):
    ivo = proven(world.person("ivo@cedar.dev"))
    Room.objects.create(
        workspace=world.workspace,
        customer=world.inbox,
        customer_kind=world.inbox.kind,
        kind="private",
        name=ivo.email,
        person=ivo,
        last_seq=1,
    )
    moves = move_all(world.acme, world.grace)
    share(idas_room, ida)
    back = move_back(world.workspace, moves[0].batch, world.grace)
    assert (back.number, back.shared) == (1, ["ida@cedar.dev"])
    assert Room.objects.get(pk=idas_room.pk).customer == world.acme


def test_a_private_room_that_agents_made_is_not_its_members_to_share(world, ana):
    board = Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind="private",
        name="Board",
    )
    board.memberships.create(workspace=world.workspace, person=ana)
    assert not may_share(board, ana)


def test_moves_are_in_the_audit(world, claimed, ida, idas_room):
    batch = move(idas_room, world.grace).batch
    move_back(world.workspace, batch, world.ada)
    entries = AuditEntry.objects.filter(person=ida).order_by("pk")
    assert [(entry.action, entry.agent) for entry in entries] == [
        (Action.ROOM_MOVED, world.grace),
        (Action.ROOM_MOVED_BACK, world.ada),
    ]


@pytest.fixture
def write(world):
    """A function that has so many people of cedar.dev write in rooms of their own."""

    def write(number):
        for index in range(number):
            person = proven(world.person(f"p{index}@cedar.dev"))
            say(home_of(person), person, "Hello")

    return write


def test_many_rooms_cost_no_more_queries_than_one(world, write, django_assert_max_num_queries):
    write(30)
    world.domain(world.acme, "cedar.dev")
    with django_assert_max_num_queries(6):
        assert len(movable_rooms(world.acme).rooms) == 30


def test_a_long_list_is_paged_by_key(world, write):
    write(5)
    world.domain(world.acme, "cedar.dev")
    first = movable_rooms(world.acme, most=3)
    second = movable_rooms(world.acme, first.after, most=3)
    assert [len(first.rooms), len(second.rooms), second.after] == [3, 2, 0]
