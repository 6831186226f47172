"""Old private rooms wait for an agent's word after a long absence: domains change hands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from customers.embedding.token_sessions import session_by_token
from customers.embedding.tokens import sign_in
from customers.models import Action, AuditEntry, MagicLink, Person
from customers.proof import links
from customers.proof.frame_sessions import bearer_of
from helpdesk.arrival.entering import enter, enter_by_code
from helpdesk.models import Room
from helpdesk.rooms.access import home_of, rooms_for_people, rooms_for_person
from helpdesk.rooms.moving import move
from helpdesk.rooms.moving_back import move_back
from helpdesk.rooms.sealing import people_kept_out, reopen, seal_after_absence, sealed_rooms
from tests.asking import ask
from tests.helpdesk.rooms.conftest import proven, say
from tests.vendors import token_of


def come_back(person, days):
    """Prove the mailbox again after that many days."""
    Person.objects.filter(pk=person.pk).update(last_seen_at=timezone.now() - timedelta(days=days))
    person.refresh_from_db()
    seal_after_absence(person)
    Person.objects.filter(pk=person.pk).prove()
    person.refresh_from_db()


def names(person):
    found = set(rooms_for_person(person))
    assert rooms_for_people(person.workspace, [person])[person.pk] == {r.pk for r in found}
    return {room.name for room in found}


@pytest.fixture
def ida(world):
    """Somebody at a domain that nobody claims, who has written."""
    ida = proven(world.person("ida@cedar.dev", "Ida"))
    say(home_of(ida), ida, "Hello")
    return ida


@pytest.fixture
def board(world, ana):
    """A private room of Acme with Ana in it."""
    board = Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind="private",
        name="Board",
    )
    board.memberships.create(workspace=world.workspace, person=ana)
    return board


def test_whoever_was_away_for_long_gets_a_fresh_room_and_not_the_old_one(ida):
    old = home_of(ida)
    come_back(ida, 91)
    assert home_of(ida) != old
    assert names(ida) == {"ida@cedar.dev (2)"}


def test_a_customers_shared_rooms_are_open_at_once_and_private_ones_are_not(ana, board):
    come_back(ana, 91)
    assert names(ana) == {"Triage"}


def test_an_agents_word_opens_the_old_rooms_again(world, ida, ana, board):
    for person in (ida, ana):
        come_back(person, 91)
        home_of(person)
        reopen(person, world.grace)
    assert names(ida) == {"ida@cedar.dev", "ida@cedar.dev (2)"}
    assert names(ana) == {"Triage", "Board"}
    assert home_of(ida).name == "ida@cedar.dev (2)"


def test_a_shorter_absence_closes_nothing(ida):
    old = home_of(ida)
    come_back(ida, 89)
    assert home_of(ida) == old


def test_a_mailbox_at_a_free_mail_provider_does_not_change_hands(eve):
    old = home_of(eve)
    say(old, eve, "Hello")
    come_back(eve, 400)
    assert home_of(eve) == old


def test_whoever_left_nothing_behind_is_not_bothered(world):
    quiet = proven(world.person("quinn@cedar.dev"))
    old = home_of(quiet)
    come_back(quiet, 91)
    assert home_of(quiet) == old
    assert not people_kept_out(world.workspace).exists()


def test_a_second_long_absence_closes_both_rooms(world, ida):
    come_back(ida, 91)
    say(home_of(ida), ida, "Again")
    come_back(ida, 91)
    assert names(ida) == set()
    assert home_of(ida).name == "ida@cedar.dev (3)"
    assert len(sealed_rooms(ida)) == 2
    assert list(people_kept_out(world.workspace)) == [ida]


def test_moving_back_opens_nothing_that_is_closed(world, ida):
    old = home_of(ida)
    domain = world.domain(world.acme, "cedar.dev")
    batch = move(old, world.grace).batch
    come_back(ida, 91)
    assert names(ida) == {"Triage"}
    move_back(world.workspace, batch, world.grace)
    assert names(ida) == {"Triage"}
    domain.delete()
    assert home_of(ida) != old
    reopen(ida, world.grace)
    assert old in rooms_for_person(ida)


def test_a_visit_by_token_says_nothing_of_who_has_the_mailbox(world, client):
    signed = session_by_token(sign_in(world.workspace, token_of(world.workspace)))
    long_ago = timezone.now() - timedelta(days=200)
    Person.objects.filter(pk=signed.person_id).update(last_seen_at=long_ago)
    room = signed.binding.customer.rooms.get()
    target = f"/widget/{world.workspace.widget_id}/rooms/{room.pk}/"
    headers = {"Authorization": f"Bearer {bearer_of(signed)}"}
    assert client.get(target, headers=headers).status_code == 200
    assert Person.objects.get(pk=signed.person_id).last_seen_at == long_ago


def test_other_members_keep_a_private_room(world, ana, board):
    amy = proven(world.person("amy@acme.com"))
    board.memberships.create(workspace=world.workspace, person=amy)
    come_back(ana, 91)
    assert names(amy) == {"Triage", "Board"}


def test_closing_and_reopening_are_in_the_audit(world, ida):
    come_back(ida, 91)
    reopen(ida, world.grace)
    reopen(ida, world.grace)
    entries = AuditEntry.objects.filter(person=ida).order_by("pk")
    assert [(entry.action, entry.agent) for entry in entries] == [
        (Action.ROOMS_CLOSED, None),
        (Action.ROOMS_REOPENED, world.grace),
    ]


def test_a_room_page_notes_once_a_day_that_its_person_is_here(as_person, ana, triage):
    browser = as_person(ana)
    long_ago = timezone.now() - timedelta(days=60)
    Person.objects.filter(pk=ana.pk).update(last_seen_at=long_ago)
    browser.get(f"/rooms/{triage.pk}/")
    ana.refresh_from_db()
    assert ana.last_seen_at > long_ago
    seen_at = ana.last_seen_at
    browser.get(f"/rooms/{triage.pk}/")
    ana.refresh_from_db()
    assert ana.last_seen_at == seen_at


def test_a_person_who_is_kept_out_is_told_why(as_person, ida):
    come_back(ida, 91)
    page = as_person(ida).get(f"/rooms/{home_of(ida).pk}/").content.decode()
    assert "You were away for long" in page


@pytest.mark.catalogue("AZ-30")
@pytest.mark.parametrize("way", ["link", "code"])
def test_each_way_of_proving_the_mailbox_closes_them(world, ida, way):
    old = home_of(ida)
    long_ago = timezone.now() - timedelta(days=91)
    Person.objects.filter(pk=ida.pk).update(last_seen_at=long_ago)
    link = ask(world, ida.email)
    minted = links.mint(link)
    link = MagicLink.objects.select_related("person__workspace").get(pk=link.pk)
    arrival = enter(link, {}) if way == "link" else enter_by_code(link, {}, minted.code)
    assert arrival.room != old
    assert names(ida) == {"ida@cedar.dev (2)"}
