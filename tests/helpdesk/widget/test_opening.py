"""Opening the frame with the token that the vendor's page gave to the shell."""

from datetime import timedelta

import pytest

from customers.embedding.allowed_origins import allow_origin
from customers.embedding.credentials import end_grace, rotate
from customers.embedding.sightings import newest_sightings
from customers.embedding.switch import switch_off
from customers.models import Binding, Block, CredentialKind, Customer
from customers.proof.frame_sessions import session_of_bearer
from customers.proof.sessions import is_open
from tests.helpdesk.widget.frames import (
    PAGE,
    TOP_LEVEL,
    bearing,
    nobody_is_in,
    state_of,
    words_of,
)
from tests.vendors import ANA, bare_token, hmac_token, token_of

FORM = "Email me a link"


@pytest.mark.parametrize(
    ("headless", "what"), [("false", FORM), ("true", "js/headless.js"), ("1", FORM)]
)
def test_an_unknown_users_token_leads_to_the_form(open_with, bare, headless, what):
    response = open_with(bare, headless=headless)
    assert response.status_code == 200
    assert what in response.text
    assert nobody_is_in(response)


def test_an_unknown_users_token_leads_whom_the_frame_remembers_to_their_room(
    client, open_with, bare, ana, in_frame
):
    in_frame(ana, client)
    assert "You joined Acme" in words_of(open_with(bare))


@pytest.mark.parametrize("key", [None, "", "x", 1, True, [], {}, ["a"], "\x00", "\ud800", "é"])
def test_without_the_right_key_there_is_no_form(open_with, bare, key):
    response = open_with(bare | {"widgetKey": key})
    assert response.status_code == 403
    assert "Its key is not the one of this widget" in words_of(response)
    assert nobody_is_in(response)


def test_another_widgets_token_is_a_wrong_key(open_with, world):
    assert open_with(bare_token(world.otter)).status_code == 403


def test_a_former_key_opens_the_form_in_its_grace(open_with, world, bare):
    rotate(world.workspace, CredentialKind.KEY, timedelta(days=7))
    assert FORM in words_of(open_with(bare))
    end_grace(world.workspace, world.workspace.retired_credentials.get().pk)
    assert open_with(bare).status_code == 403


@pytest.mark.parametrize("claimed", [ANA, {"userId": "u_1"}, ANA | {"userHMAC": ""}])
def test_a_user_whom_nothing_signs_gets_the_form(open_with, bare, claimed):
    assert FORM in words_of(open_with(bare | claimed))
    assert not Customer.objects.filter(name="Juniper").exists()


def test_a_signed_token_opens_its_customers_room(client, open_with, world, widget):
    response = open_with(token_of(world.workspace))
    assert response.status_code == 200
    assert "You joined Juniper" in words_of(response)
    assert "Leave" not in words_of(response)
    assert not response.cookies
    state = state_of(response)
    session = session_of_bearer(state["bearer"], world.workspace.widget_id)
    assert state["keep"] is False
    assert session.binding == Binding.objects.get()
    assert client.get(f"{widget}rooms/", headers=bearing(state["bearer"])).status_code == 200
    assert client.get(f"{widget}rooms/").status_code == 401


def test_a_signed_token_needs_no_key(open_with, world):
    assert open_with(token_of(world.workspace, widgetKey=None)).status_code == 200


def test_the_frame_of_size_0_opens_with_a_signed_token_too(open_with, world):
    response = open_with(token_of(world.workspace), headless="true")
    assert response.status_code == 200
    assert "<h1" not in response.text
    assert state_of(response)["keep"] is False


def test_two_frames_of_one_page_share_a_session(open_with, world):
    states = [
        state_of(open_with(token_of(world.workspace), headless=which))
        for which in ("false", "true")
    ]
    assert states[0] == states[1]


def test_a_token_opens_for_its_own_user_whoever_the_cookie_remembers(
    client, open_with, world, bob, in_frame
):
    before = in_frame(bob, client).session
    assert "You joined Juniper" in words_of(open_with(token_of(world.workspace)))
    assert is_open(before)


def test_an_hmac_opens_what_a_jwt_has_bound_before_and_else_the_form(open_with, world):
    token = hmac_token(world.workspace, **{name: ANA[name] for name in ANA if name != "userId"})
    assert FORM in words_of(open_with(token))
    open_with(token_of(world.workspace))
    assert "You joined Juniper" in words_of(open_with(token))


def test_somebody_who_is_blocked_finds_the_door_closed(open_with, world):
    open_with(token_of(world.workspace))
    person = Binding.objects.get().known_user.person
    Block.objects.create(workspace=world.workspace, person=person)
    response = open_with(token_of(world.workspace))
    assert response.status_code == 403
    assert "has closed this door" in words_of(response)


@pytest.mark.parametrize("make", [bare_token, token_of])
def test_the_page_that_holds_the_frame_is_noted(open_with, world, make):
    allow_origin(world.workspace, "https://acme.com", world.ada)
    open_with(make(world.workspace))
    open_with(make(world.workspace), origin="https://acme.com")
    seen = [(one.origin, one.is_refused) for one in world.workspace.sightings.order_by("pk")]
    assert seen == [(PAGE, True), ("https://acme.com", False)]


def test_switched_off_the_page_is_noted_as_refused(open_with, world, bare):
    switch_off(world.workspace)
    assert open_with(bare).status_code == 403
    [sighting] = newest_sightings(world.workspace)
    assert (sighting.origin, sighting.is_refused) == (PAGE, True)


def test_a_page_that_still_signs_with_the_old_secret_or_has_the_old_key_is_marked(open_with, world):
    old = token_of(world.workspace)
    for kind in CredentialKind:
        rotate(world.workspace, kind, timedelta(days=7))
    open_with(old)
    open_with(token_of(world.workspace), origin="https://acme.com")
    marks = {
        one.origin: (bool(one.old_key_at), bool(one.old_secret_at))
        for one in world.workspace.sightings.all()
    }
    assert marks == {PAGE: (True, True), "https://acme.com": (False, False)}


def test_in_a_whole_tab_whoever_is_signed_in_there_goes_to_their_rooms(
    client, open_with, bare, as_person, ana
):
    client.cookies.update(as_person(ana).cookies)
    assert open_with(bare, headers=TOP_LEVEL | {"Sec-Fetch-Site": "same-origin"}).url == "/rooms/"
    assert FORM in words_of(open_with(bare)), "in a frame that is of another page"


def test_in_a_whole_tab_a_stranger_gets_the_form(client, open_with, world, bare, as_person, widget):
    stranger = world.person("ana@acme.com", workspace=world.otter)
    client.cookies.update(as_person(stranger).cookies)
    assert open_with(bare, headers=TOP_LEVEL | {"Sec-Fetch-Site": "same-origin"}).url == widget
