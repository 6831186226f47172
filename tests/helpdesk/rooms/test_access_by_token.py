"""Which rooms a vendor's token lets somebody into: its customer's, and no other."""

import pytest

from customers.embedding.token_sessions import session_by_token
from customers.embedding.tokens import sign_in
from customers.models import Block, KnownUser, PersonSession
from customers.proof.sessions import new_session
from customers.routing.customers import archive_customer, unarchive_customer
from customers.routing.known_users import remove_known_user
from helpdesk.models import Room, RoomMember
from helpdesk.rooms.access import home_in, home_of, rooms_by_token, rooms_by_tokens, rooms_of
from helpdesk.rooms.badges import PersonBadge, judge
from helpdesk.rooms.beside import rooms_beside
from helpdesk.rooms.finding import find_room
from tests.helpdesk.rooms.conftest import say
from tests.vendors import ANA, token_of


@pytest.fixture
def come(world):
    """A function that lets somebody in by a token with these claims. Returns the session."""

    def come(workspace=world.workspace, **claims):
        signed_in = sign_in(workspace, token_of(workspace, ANA | claims))
        return session_by_token(signed_in)

    return come


@pytest.fixture
def session(come) -> PersonSession:
    return come()


@pytest.fixture
def juniper(session):
    return session.binding.customer


def add_room(customer, name, kind="public") -> Room:
    return Room.objects.create(
        workspace=customer.workspace,
        customer=customer,
        customer_kind=customer.kind,
        kind=kind,
        name=name,
    )


def names(session) -> set[tuple[str, str]]:
    """Customer and name of each of a session's rooms; every way to ask says the same."""
    found = set(rooms_by_token(session.binding, session.person).select_related("customer"))
    ids = {room.pk for room in found}
    badge = PersonBadge(session.pk)
    assert set(rooms_of(session)) == found
    assert rooms_by_tokens([session])[session.pk] == ids
    assert judge([badge])[badge].rooms == ids
    assert {room.pk for room in badge.standing().rooms()} == ids
    assert {one.room.pk for one in rooms_beside(session)} == ids
    return {(room.customer.name, room.name) for room in found}


def test_the_tokens_customer_has_the_rooms(session, juniper, world):
    add_room(juniper, "Billing")
    add_room(world.acme, "Elsewhere")
    assert names(session) == {("Juniper", "Triage"), ("Juniper", "Billing")}
    assert home_in(session) == juniper.rooms.get(kind="triage")


def test_whatever_else_claims_the_address_the_tokens_customer_decides(come, world):
    bobs = come(userEmail="bob@birch.io")
    assert names(bobs) == {("Juniper", "Triage")}
    assert home_in(bobs).customer.name == "Juniper"


def test_a_known_user_of_two_customers_enters_one_by_each_token(come):
    here, there = come(), come(customerId="org_2", customerName="Kestrel")
    assert here.person == there.person
    assert (names(here), names(there)) == ({("Juniper", "Triage")}, {("Kestrel", "Triage")})


def test_a_token_opens_no_room_of_ones_own_in_the_inbox(come, world):
    home_of(world.person("eve@gmail.com"))
    eves = come(userEmail="eve@gmail.com")
    assert names(eves) == {("Juniper", "Triage")}
    assert find_room(eves, Room.objects.get(person=eves.person).pk) is None


def test_a_private_room_opens_to_its_members_alone(session, juniper, world):
    board = add_room(juniper, "Board", "private")
    assert ("Juniper", "Board") not in names(session)
    RoomMember.objects.create(workspace=world.workspace, room=board, person=session.person)
    assert ("Juniper", "Board") in names(session)


def test_a_private_room_of_another_customer_stays_closed_to_its_member(session, world):
    board = add_room(world.acme, "Board", "private")
    RoomMember.objects.create(workspace=world.workspace, room=board, person=session.person)
    assert names(session) == {("Juniper", "Triage")}


def test_nobody_is_a_guest_by_a_token_which_proves_no_mailbox(session, juniper, world):
    for customer in (world.acme, juniper):
        board = add_room(customer, "Board", "private")
        RoomMember.objects.create(
            workspace=world.workspace, room=board, person=session.person, is_guest=True
        )
    assert names(session) == {("Juniper", "Triage")}


def test_a_block_shuts_out(session, world):
    other = Block.objects.create(workspace=world.workspace, person=world.person("bob@birch.io"))
    assert names(session)
    other.delete()
    Block.objects.create(workspace=world.workspace, person=session.person)
    assert names(session) == set()
    assert home_in(session) is None


def test_an_archived_customers_rooms_are_closed_until_it_is_unarchived(session, juniper, world):
    board = add_room(juniper, "Board", "private")
    RoomMember.objects.create(workspace=world.workspace, room=board, person=session.person)
    before = names(session)
    archive_customer(juniper)
    assert names(session) == set()
    unarchive_customer(juniper)
    assert names(session) == before


def test_a_stranger_with_the_same_id_at_another_vendor_enters_nothing_here(come, session, world):
    theirs = come(workspace=world.otter)
    assert names(theirs) == {("Juniper", "Triage")}
    assert not set(rooms_of(theirs)) & set(world.workspace.rooms.all())


def test_the_mailbox_of_the_same_person_enters_by_routing_beside_it(come, world):
    by_token = come(userEmail="bob@birch.io")
    KnownUser.objects.create(
        workspace=world.workspace, customer=world.birch, person=by_token.person
    )
    remove_known_user(by_token.binding.customer, by_token.binding.known_user_id)
    by_token = come(userEmail="bob@birch.io")
    by_mailbox = new_session(by_token.person, in_frame=True).session
    verdicts = judge([PersonBadge(by_token.pk), PersonBadge(by_mailbox.pk)])
    for session in (by_token, by_mailbox):
        verdict = verdicts[PersonBadge(session.pk)]
        assert verdict.rooms == {room.pk for room in rooms_of(session)}
    assert not set(rooms_of(by_token)) & set(rooms_of(by_mailbox))


def test_what_is_unread_is_counted(session, juniper, world):
    room = home_in(session)
    say(room, world.ada, "one", "two")
    assert [(one.room, one.unread) for one in rooms_beside(session)] == [(room, 2)]
    say(room, session.person, "three")
    assert [one.unread for one in rooms_beside(session)] == [0]


def test_without_a_known_user_the_session_is_gone(session, juniper):
    remove_known_user(juniper, session.binding.known_user_id)
    badge = PersonBadge(session.pk)
    assert badge.standing() is None
    assert judge([badge]) == {}


@pytest.mark.slow
def test_hundreds_are_asked_about_at_once_and_each_gets_their_own(
    come, world, django_assert_max_num_queries
):
    sessions = [
        come(userId=f"u{n}", userEmail=f"p{n}@juniper.example", customerId=f"org_{n % 7}")
        for n in range(150)
    ]
    for n, session in enumerate(sessions):
        if n % 3 == 0:
            board = add_room(session.binding.customer, f"Board {n}", "private")
            RoomMember.objects.create(workspace=world.workspace, room=board, person=session.person)
        if n % 10 == 0:
            Block.objects.create(workspace=world.workspace, person=session.person)
    archive_customer(sessions[1].binding.customer)
    with django_assert_max_num_queries(3):
        at_once = rooms_by_tokens(sessions)
    for session in sessions:
        assert at_once[session.pk] == {room.pk for room in rooms_of(session)}
    assert len(set(at_once.values())) > 40
