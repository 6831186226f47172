"""Colleagues become members of private rooms, addresses from elsewhere guests of one room."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from customers.models import Block, MagicLink, Person, SuppressionReason
from customers.proof.suppressions import suppress
from helpdesk.models import Room, RoomInvitation, RoomKind
from helpdesk.rooms import inviting
from helpdesk.rooms.access import home_of, rooms_for_person
from helpdesk.rooms.inviting import invite
from helpdesk.rooms.making import make_room
from helpdesk.rooms.membership import add_member, remove_member
from helpdesk.rooms.moving import move
from helpdesk.rooms.sharing import share
from tests.helpdesk.rooms.conftest import proven
from tests.jobs import do_jobs

OURS = {"Origin": settings.PUBLIC_URL}


@pytest.fixture
def amy(world):
    return proven(world.person("amy@acme.com", "Amy"))


@pytest.fixture
def board(world, ana) -> Room:
    return make_room(world.acme, "Secret board", RoomKind.PRIVATE, ana)


@pytest.fixture
def launch(world, ana) -> Room:
    return make_room(world.acme, "Launch", RoomKind.PUBLIC, ana)


def can_read(person: Person, room: Room) -> bool:
    return rooms_for_person(person).filter(pk=room.pk).exists()


def guest(world, room: Room, by, address="gus@gmail.com") -> Person:
    invite(room, address, by)
    do_jobs()
    return world.workspace.people.get(email=address)


def link_in(message) -> str:
    return re.search(r"/link/\S+/", message.body)[0]


def test_a_guest_reads_the_one_room_and_no_other(world, ana, amy, board, launch):
    gus = guest(world, board, ana)
    assert list(rooms_for_person(gus)) == [board]
    assert home_of(gus).customer == world.inbox
    assert not can_read(amy, board)


def test_the_mail_holds_nothing_that_a_visitor_typed(world, ana, board):
    guest(world, board, ana)
    [message] = mail.outbox
    whole = f"{message.subject} {message.body} {message.alternatives[0].content}"
    assert message.to == ["gus@gmail.com"]
    assert message.subject == "You are invited to a room with Fernhill's support team"
    assert not any(word in whole for word in ("Secret board", "Ana", "ana@acme.com", "Acme"))
    assert "/not-me/" in whole


def test_before_the_proof_nothing_opens_and_the_link_leads_into_the_room(
    world, ana, board, client, as_person
):
    guest(world, board, ana)
    assert client.get(f"/rooms/{board.pk}/").status_code == 404
    link = link_in(mail.outbox[0])
    nonce = re.search(r'name="nonce" value="([^"]+)"', client.get(link).text)[1]
    assert client.get(f"/rooms/{board.pk}/").status_code == 404
    opened = client.post(link, {"nonce": nonce, "clicked": "1"}, headers=OURS)
    assert opened.url == f"/rooms/{board.pk}/"
    page = client.get(opened.url).text
    assert "You are a guest here" in page
    assert "Message</label>" in page


def test_a_new_link_instead_of_an_outdated_one_leads_there_too(world, ana, board, client):
    guest(world, board, ana)
    MagicLink.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    link = link_in(mail.outbox[0])
    MagicLink.objects.update(requested_at=timezone.now() - timedelta(hours=1))
    nonce = re.search(r'name="nonce" value="([^"]+)"', client.get(link).text)[1]
    assert client.post(f"{link}again", {"nonce": nonce}, headers=OURS).status_code == 202
    do_jobs()
    assert mail.outbox[1].subject == mail.outbox[0].subject
    assert RoomInvitation.objects.filter(by_person=ana).count() == 1  # hers were counted, not this
    link = link_in(mail.outbox[1])
    nonce = re.search(r'name="nonce" value="([^"]+)"', client.get(link).text)[1]
    opened = client.post(link, {"nonce": nonce, "clicked": "1"}, headers=OURS)
    assert opened.url == f"/rooms/{board.pk}/"


def test_who_was_taken_out_meanwhile_is_led_home(world, ana, board, client):
    gus = guest(world, board, ana)
    remove_member(board, gus, ana)
    link = link_in(mail.outbox[0])
    nonce = re.search(r'name="nonce" value="([^"]+)"', client.get(link).text)[1]
    opened = client.post(link, {"nonce": nonce, "clicked": "1"}, headers=OURS)
    assert opened.url == f"/rooms/{home_of(gus).pk}/"
    assert client.get(f"/rooms/{board.pk}/").status_code == 404


def test_a_stopped_mailbox_gets_no_mail_and_a_busy_one_no_second(world, ana, board, launch):
    suppress(world.workspace, "sam@gmail.com", SuppressionReason.NOT_ME)
    guest(world, board, ana, "sam@gmail.com")
    assert mail.outbox == []
    guest(world, board, ana)
    guest(world, launch, ana)
    assert len(mail.outbox) == 1


def test_a_colleagues_address_becomes_a_member_and_mail_goes_to_who_never_came(
    world, ana, amy, board, launch
):
    invite(board, "amy@acme.com", ana)
    invite(launch, "amy@acme.com", ana)
    invite(board, "New@Acme.com ", ana)
    do_jobs()
    new = world.workspace.people.get(email="new@acme.com")
    assert can_read(amy, board) and can_read(new, board)
    assert not board.memberships.filter(is_guest=True).exists()
    assert not launch.memberships.exists()
    assert [message.to for message in mail.outbox] == [["new@acme.com"]]


def test_a_guest_who_belongs_to_the_customer_later_is_a_colleague(world, ana, board, as_person):
    guest(world, board, ana, "gus@gus.dev")
    assert 'warning">guest' in as_person(ana).get(f"/rooms/{board.pk}/about").text
    world.domain(world.acme, "gus.dev")
    assert 'warning">guest' not in as_person(ana).get(f"/rooms/{board.pk}/about").text


def test_a_blocked_guest_reads_nothing(world, ana, board):
    gus = guest(world, board, ana)
    Block.objects.create(workspace=world.workspace, person=gus)
    assert not can_read(gus, board)


@pytest.mark.parametrize("typed", ["", "gus", "gus@", "support@localhost", "a\u202eb@gmail.com"])
def test_what_is_no_address_or_ours_is_refused(world, ana, board, typed):
    with pytest.raises(ValidationError):
        invite(board, typed, ana)
    assert not RoomInvitation.objects.exists()


def test_a_person_invites_so_often_a_day(world, ana, board, monkeypatch):
    monkeypatch.setattr(inviting, "MOST_INVITED", 1)
    guest(world, board, ana)
    with pytest.raises(ValidationError, match="tomorrow"):
        invite(board, "guy@gmail.com", ana)
    assert board.memberships.filter(is_guest=True).count() == 1
    invite(board, "guy@gmail.com", world.grace)


def test_who_belongs_elsewhere_is_added_by_nobody(world, board, bob, ana, as_person):
    with pytest.raises(ValidationError):
        add_member(board, bob, ana)
    there = as_person(ana).post(f"/rooms/{board.pk}/members/add", {"person": bob.pk})
    nowhere = as_person(ana).post(f"/rooms/{board.pk}/members/add", {"person": 10**9})
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert not can_read(bob, board)


def test_colleagues_are_found_and_strangers_are_not(world, ana, amy, bob, board, as_person):
    world.person("ned@acme.com")  # asked for a link once, and never proved the mailbox
    browser = as_person(ana)
    page = browser.get(f"/rooms/{board.pk}/about").text
    assert "Add Amy" in page
    assert "Bob" not in page and "ned@" not in page
    assert "Add Amy" not in browser.get(f"/rooms/{board.pk}/about?q=zoe").text
    browser.post(f"/rooms/{board.pk}/members/add", {"person": amy.pk})
    assert can_read(amy, board)
    assert "Add Amy" not in browser.get(f"/rooms/{board.pk}/about").text


def test_members_ask_colleagues_in_and_only_the_maker_guests(world, ana, amy, board, as_person):
    add_member(board, amy, ana)
    zoe = proven(world.person("zoe@acme.com"))
    browser = as_person(amy)
    address = f"/rooms/{board.pk}/members"
    assert browser.post(f"{address}/add", {"person": zoe.pk}).status_code == 302
    refused = browser.post(f"{address}/invite", {"email": "gus@gmail.com"})
    assert refused.status_code == 422
    assert "Who made the room can invite guests" in refused.text
    assert browser.post(f"{address}/remove", {"person": zoe.pk}).status_code == 403
    assert not RoomInvitation.objects.exists()
    assert as_person(ana).post(f"{address}/remove", {"person": zoe.pk}).status_code == 302
    assert not can_read(zoe, board)


def test_a_guest_invites_nobody_and_may_go(world, ana, amy, board, as_person):
    gus = guest(world, board, ana)
    browser = as_person(gus)
    address = f"/rooms/{board.pk}/members"
    for act, fields in (
        ("add", {"person": amy.pk}),
        ("invite", {"email": "x@gmail.com"}),
        ("remove", {"person": ana.pk}),
    ):
        assert browser.post(f"{address}/{act}", fields).status_code == 403
    assert browser.get(f"/rooms/{board.pk}/new").status_code == 403
    assert browser.post(f"{address}/leave").status_code == 302
    assert not can_read(gus, board)


def test_who_leaves_a_private_room_is_out_until_asked_in_again(world, ana, amy, board, as_person):
    add_member(board, amy, ana)
    as_person(amy).post(f"/rooms/{board.pk}/members/leave")
    assert not can_read(amy, board)
    left = as_person(ana).post(f"/rooms/{board.pk}/members/leave", follow=True)
    assert "You have left that room." in left.text
    assert not can_read(ana, board)


def test_agents_ask_guests_into_triage_and_readers_nobody(world, triage, as_agent):
    address = world.url(f"rooms/{triage.pk}/members/invite")
    for agent, status in ((world.rita, 403), (world.oscar, 404), (world.grace, 302)):
        answer = as_agent(agent).post(address, {"email": "gus@gmail.com"})
        assert answer.status_code == status
    assert [one.person.email for one in triage.memberships.all()] == ["gus@gmail.com"]


def test_nobody_is_asked_into_a_room_of_somebodys_own(world, eve, as_agent, as_person):
    own = home_of(eve)
    agents = as_agent(world.ada).post(
        world.url(f"rooms/{own.pk}/members/invite"), {"email": "gus@gmail.com"}
    )
    theirs = as_person(eve).post(f"/rooms/{own.pk}/members/invite", {"email": "gus@gmail.com"})
    assert (agents.status_code, theirs.status_code) == (403, 403)


def test_a_room_that_followed_its_person_is_theirs_until_they_share_it(
    world, ana, as_person, as_agent
):
    own = Room.objects.create(
        workspace=world.workspace,
        customer=world.inbox,
        customer_kind=world.inbox.kind,
        kind=RoomKind.PRIVATE,
        name=ana.email,
        person=ana,
        last_seq=1,
    )
    move(own, world.grace)
    address = f"rooms/{own.pk}/members/invite"
    assert as_person(ana).post(f"/{address}", {"email": "gus@gmail.com"}).status_code == 403
    assert as_agent(world.ada).post(world.url(address)).status_code == 403
    share(own, ana)
    assert as_person(ana).post(f"/{address}", {"email": "gus@gmail.com"}).status_code == 403
    renamed = as_agent(world.ada).post(world.url(f"rooms/{own.pk}/rename"), {"name": "Ana's"})
    assert renamed.status_code == 302
