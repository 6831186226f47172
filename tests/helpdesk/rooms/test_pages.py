import re
from uuid import uuid4

import pytest

from customers.models import Block, KnownUser, PersonSession
from helpdesk.models import Room, RoomKind
from helpdesk.rooms import beside
from helpdesk.rooms.access import home_of
from helpdesk.rooms.making import make_room
from helpdesk.rooms.moving import move
from tests.helpdesk.rooms.conftest import say

NAMES = ["Triage", "Billing", "Launch", "Roadmap"]


def test_rooms_leads_home(as_person, ana, triage):
    response = as_person(ana).get("/rooms/")
    assert (response.status_code, response.url) == (302, f"/rooms/{triage.pk}/")


def test_rooms_makes_the_room_of_a_person_of_the_inbox(as_person, eve):
    response = as_person(eve).get("/rooms/")
    assert response.url == f"/rooms/{home_of(eve).pk}/"


def test_without_a_session_rooms_says_how_to_come_in(client, db):
    assert "Open your link" in client.get("/rooms/").text


def test_somebody_of_several_workspaces_chooses(as_person, world, ana):
    there = world.person("ana@acme.com", workspace=world.otter)
    page = as_person(ana, there).get("/rooms/").text
    assert "Fernhill" in page
    assert "Otter" in page
    assert f"/rooms/{home_of(there).pk}/" in page


def test_a_blocked_person_reads_that_the_door_is_closed(as_person, world, eve):
    room = home_of(eve)
    browser = as_person(eve)
    Block.objects.create(workspace=world.workspace, person=eve)
    response = browser.get("/rooms/")
    assert response.status_code == 403
    assert "has closed this door" in response.text
    assert browser.get(f"/rooms/{room.pk}/").status_code == 404


def test_a_room_shows_its_messages_who_reads_and_the_composer(as_person, ana, triage, world):
    say(triage, world.ada, "Hello from us")
    response = as_person(ana).get(f"/rooms/{triage.pk}/")
    assert response.status_code == 200
    for part in (
        "Triage",
        "Fernhill support",
        "Hello from us",
        "You joined Acme&#x27;s helpdesk; no colleague has joined yet",
        'role="log"',
        ">Message</label>",
        ">Send</button>",
    ):
        assert part in response.text


def test_a_room_costs_so_many_queries_and_its_readers_address_is_decided_twice_at_most(
    as_person, ana, triage, django_assert_max_num_queries
):
    browser = as_person(ana)
    browser.get(f"/rooms/{triage.pk}/")
    with django_assert_max_num_queries(20) as queries:
        browser.get(f"/rooms/{triage.pk}/")
    decided = [query for query in queries if "('ana@acme.com')" in query["sql"]]
    assert len(decided) == 2  # for the door, and for all that the page shows


def test_opening_a_room_reads_nothing_before_it_was_in_sight(as_person, ana, triage, world):
    say(triage, world.ada, "Hello from us")
    as_person(ana).get(f"/rooms/{triage.pk}/")
    assert not triage.readings.filter(person=ana).exists()


@pytest.mark.parametrize("path", ["", "history", "others"])
def test_a_stranger_gets_the_same_404_for_a_room_and_for_none(
    as_person, client, as_agent, world, triage, bob, path
):
    stranger = world.person("ana@acme.com", workspace=world.otter)
    for browser in (client, as_person(bob), as_person(stranger), as_agent(world.oscar)):
        there, nowhere = (browser.get(f"/rooms/{room}/{path}") for room in (triage.pk, 10**9))
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content


def test_a_strangers_post_is_not_written(as_person, bob, triage):
    response = as_person(bob).post(f"/rooms/{triage.pk}/messages", {"text": "hi"})
    assert response.status_code == 404
    assert not triage.messages.exists()


def test_a_session_that_has_ended_opens_nothing(as_person, ana, triage):
    browser = as_person(ana)
    PersonSession.objects.all().end()
    assert browser.get(f"/rooms/{triage.pk}/").status_code == 404


def test_without_javascript_the_composer_posts_once(as_person, ana, triage):
    browser = as_person(ana)
    form = {"text": "Plain form", "client_id": uuid4()}
    for _ in range(2):
        response = browser.post(f"/rooms/{triage.pk}/messages", form)
        assert response.url == f"/rooms/{triage.pk}/#end"
    assert [message.text for message in triage.messages.all()] == ["Plain form"]
    assert triage.messages.get().person == ana


def test_an_empty_post_comes_back_with_a_word(as_person, ana, triage):
    response = as_person(ana).post(f"/rooms/{triage.pk}/messages", {"text": " "}, follow=True)
    assert "Write something first." in response.text


def test_older_messages_come_as_fragments(as_person, ana, triage):
    say(triage, ana, *(f"number {n}" for n in range(1, 61)))
    browser = as_person(ana)
    assert browser.get(f"/rooms/{triage.pk}/").text.count("<article") == 50 + 1  # a template's
    older = browser.get(f"/rooms/{triage.pk}/history?before=11").text
    assert older.count("<article") == 10
    assert "<html" not in older
    assert browser.get(f"/rooms/{triage.pk}/history?before=junk").status_code == 200


def test_other_rooms_stand_beside_with_what_is_unread(as_person, world, eve, triage):
    own = home_of(eve)
    assert "room-list" not in as_person(eve).get(f"/rooms/{own.pk}/").text
    KnownUser.objects.create(workspace=world.workspace, customer=world.acme, person=eve)
    say(triage, world.ada, "one", "two")
    page = as_person(eve).get(f"/rooms/{own.pk}/others").text
    assert page.index("Triage") < page.index("eve@gmail.com")
    assert '<span class="badge">2</span>' in page


def test_all_rooms_are_reached_from_the_list_page_by_page(
    as_person, world, ana, bob, triage, monkeypatch
):
    monkeypatch.setattr(beside, "MOST", 2)
    for name in ("Billing", "Launch", "Roadmap"):
        make_room(world.acme, name, RoomKind.PUBLIC, ana)
    browser, found = as_person(ana), []
    address = f"/rooms/{triage.pk}/others"
    while address:
        page = browser.get(address).text
        found += re.findall(rf">({'|'.join(NAMES)})</", page)
        more = re.search(r'href="(/rooms/\d+/more\?after=\d+)"', page)
        address = more and more[1]
    assert found == NAMES
    assert as_person(bob).get(f"/rooms/{triage.pk}/more").status_code == 404


def test_leaving_ends_the_session_of_this_browser_alone(as_person, ana, triage):
    here, elsewhere = as_person(ana), as_person(ana)
    left = here.post(f"/rooms/{triage.pk}/leaving", follow=True)
    assert "Ask for a new link" in left.content.decode()
    assert here.get(f"/rooms/{triage.pk}/").status_code == 404
    assert elsewhere.get(f"/rooms/{triage.pk}/").status_code == 200


def test_pages_of_rooms_are_never_kept_by_caches(as_person, ana, triage):
    assert "no-store" in as_person(ana).get(f"/rooms/{triage.pk}/")["Cache-Control"]


def test_a_person_shares_a_room_that_followed_them_with_colleagues(world, as_person, ana, bob):
    own = Room.objects.create(
        workspace=world.workspace,
        customer=world.inbox,
        customer_kind=world.inbox.kind,
        kind="private",
        name=ana.email,
        person=ana,
        last_seq=1,
    )
    move(own, world.grace)
    target = f"/rooms/{own.pk}/sharing"
    assert "Share with everybody at Acme?" in as_person(ana).get(f"/rooms/{own.pk}/").text
    assert as_person(bob).post(target).status_code == 404
    shared = as_person(ana).post(target, follow=True)
    assert "Shared. Everybody at Acme can read this room now." in shared.text
    own.refresh_from_db()
    assert own.kind == "public"
    assert "Share with everybody" not in as_person(ana).get(f"/rooms/{own.pk}/").text


def test_no_other_room_is_a_persons_to_share(as_person, ana, triage):
    assert "Share with everybody" not in as_person(ana).get(f"/rooms/{triage.pk}/").text
    kept = as_person(ana).post(f"/rooms/{triage.pk}/sharing", follow=True)
    triage.refresh_from_db()
    assert triage.kind == "triage"
    assert "Shared." not in kept.text
