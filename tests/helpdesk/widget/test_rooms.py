"""The room in the vendor's page: what is found there, and how it is written to."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from customers.models import Block
from customers.proof.frame_sessions import bearer_of, frame_cookie_name
from customers.proof.sessions import is_open
from helpdesk.models import Room
from helpdesk.rooms.posting import post as write
from tests.helpdesk.rooms.conftest import say
from tests.helpdesk.widget.frames import FRAMED, INSIDE, OURS, bearing, state_of, words_of


def test_the_widgets_address_shows_the_room(client, world, widget, session):
    for address in (widget, f"{widget}rooms/"):
        response = client.get(address, headers=INSIDE | bearing(session))
        assert "You joined Acme" in words_of(response)
        assert state_of(response) == {"bearer": bearer_of(session), "keep": True}


def test_a_room_shows_its_messages_and_the_composer(get, world, ana, triage):
    say(triage, world.ada, "Hello from us")
    response = get(f"{triage.pk}/")
    for part in ("Hello from us", 'role="log"', ">Message</label>", ">Send</button>"):
        assert part in response.text
    assert not triage.readings.filter(person=ana).exists()


def test_older_messages_come_as_a_fragment(get, world, triage):
    say(triage, world.ada, "one", "two", "three")
    fragment = get(f"{triage.pk}/history?before=3")
    assert "two" in fragment.text
    assert "three" not in fragment.text
    assert "<html" not in fragment.text
    assert get(f"{triage.pk}/history?before=x").status_code == 200


def test_the_other_rooms_stand_beside_it(client, get, world, ana, widget, triage):
    Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind="public",
        name="Billing",
    )
    for response in (get(f"{triage.pk}/"), get(f"{triage.pk}/others")):
        rooms = re.findall(r'<a href="([^"]*)" data-room', response.text)
        assert len(rooms) == 2
        assert all(room.startswith(f"{widget}rooms/") for room in rooms)


def test_links_and_forms_stay_below_the_widgets_address(get, client, session, widget, triage):
    lost = client.get(f"{widget}rooms/{10**9}/", headers=bearing(session))
    pages = [get(f"{triage.pk}/{page}") for page in ("", "?rooms", "more")]
    for response in (*pages, lost, client.get(widget)):
        addresses = re.findall(
            r'<(?:a|form)\b[^>]*?(?:href|action)="([^"]*)"'
            r'|data-(?:below|lost|refresh)="([^"]*)"',
            response.text,
        )
        assert addresses
        for address in filter(None, (one or other for one, other in addresses)):
            assert address.startswith(widget)


def test_no_page_of_the_frame_has_a_csrf_token(get, client, widget, triage):
    for response in (get(f"{triage.pk}/"), client.get(widget), get(f"{triage.pk}/others")):
        assert "csrf" not in response.text


@pytest.fixture
def post(client, widget, session):
    """A function that posts to an address below the widget, as Ana's frame or whoever's."""

    def post(path, who=session, **fields):
        headers = OURS | INSIDE | (bearing(who) if who else {})
        return client.post(f"{widget}{path}", fields, headers=headers)

    return post


def test_without_javascript_the_form_writes_once(post, client, triage, ana, widget):
    client_id = str(uuid4())
    for _ in range(2):
        response = post(f"rooms/{triage.pk}/messages", text="Hello", client_id=client_id)
        assert response.status_code == 302
        assert response.url == f"{widget}rooms/{triage.pk}/#end"
    [message] = triage.messages.all()
    assert (message.text, message.person) == ("Hello", ana)


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "Write something first."), (" \n", "Write something first."), ("x" * 10_001, "too long")],
)
def test_a_text_that_can_not_be_stored_is_refused_with_the_reason(post, triage, text, why):
    response = post(f"rooms/{triage.pk}/messages", text=text)
    assert response.status_code == 422
    assert why in words_of(response)
    assert 'role="alert">' in response.text
    assert not triage.messages.exists()


def test_leaving_ends_the_session_and_forgets_the_cookie(client, post, world, widget, session):
    response = post("leaving")
    assert (response.status_code, response.url) == (303, widget)
    assert not is_open(session)
    [cookie] = response.cookies.values()
    given = set(cookie.OutputString().split("; "))
    assert cookie.key == frame_cookie_name(world.workspace.widget_id)
    assert given >= {"Max-Age=0", "Partitioned", "Secure", "SameSite=None", "Path=/", "HttpOnly"}
    assert cookie.value == ""


def test_leaving_ends_ones_own_frame_alone(client, post, ana, in_frame, as_person, session):
    others = in_frame(ana).session
    at_top = as_person(ana)
    post("leaving")
    assert is_open(others)
    assert at_top.get("/rooms/").status_code == 302


def test_who_is_not_signed_in_may_leave_too(post, session):
    assert post("leaving", who=None).status_code == 303
    assert is_open(session)


def test_what_is_unread_is_counted(post, world, triage, ana, session):
    say(triage, world.ada, "one", "two")
    assert post("unread").json() == {
        "me": f"p{ana.pk}",
        "rooms": [{"id": triage.pk, "kind": "triage", "last_seq": 2, "unread": 2, "mentions": 0}],
        "bearer": bearer_of(session),
        "keep": True,
    }
    say(triage, ana, "three")
    assert post("unread").json()["rooms"][0] | {"unread": 0} == post("unread").json()["rooms"][0]


def test_unread_mentions_are_counted(post, world, triage, ana):
    for _ in range(2):
        write(triage, world.ada, uuid4(), "look, @Ana", mentions=[f"p{ana.pk}"])
    assert post("unread").json()["rooms"][0]["mentions"] == 2


def test_who_is_not_signed_in_has_nothing_unread(post):
    response = post("unread", who=None)
    assert response.status_code == 200, "or every page of the vendor's site would log an error"
    assert response.json() == {"me": None, "rooms": []}


def test_the_headless_page_says_whom_the_cookie_remembers(client, world, widget, ana, in_frame):
    key = {"key": world.workspace.widget_key}
    assert state_of(client.get(f"{widget}headless", key, headers=FRAMED)) is None
    session = in_frame(ana, client).session
    state = state_of(client.get(f"{widget}headless", key, headers=FRAMED))
    assert state == {"bearer": bearer_of(session), "keep": True}


def test_somebody_who_is_blocked_finds_the_door_closed(post, get, world, ana, triage):
    Block.objects.create(workspace=world.workspace, person=ana)
    assert get().status_code == 403
    assert "has closed this door" in words_of(get())
    assert get(f"{triage.pk}/").status_code == 404
    assert post(f"rooms/{triage.pk}/messages", text="hi").status_code == 404
    assert post("unread").json()["rooms"] == []
    assert not triage.messages.exists()


def test_two_widgets_on_one_page_are_two_people(client, world, ana, in_frame):
    there = world.person("ana@acme.com", workspace=world.otter)
    for person in (ana, there):
        in_frame(person, client)
    for workspace, vendor in ((world.workspace, "Fernhill"), (world.otter, "Otter")):
        assert f"{vendor} support" in words_of(client.get(f"/widget/{workspace.widget_id}/"))


def test_a_browser_that_keeps_no_cookie_is_a_stranger_at_the_next_page(widget, session):
    assert "Email me a link" in words_of(Client().get(widget))
