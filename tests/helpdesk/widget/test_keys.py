"""The public key that a page must know to frame the widget, and the pages that have loaded it."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from customers.embedding.allowed_origins import allow_origin
from customers.embedding.credentials import end_grace, rotate
from customers.embedding.sightings import newest_sightings
from customers.embedding.switch import switch_off
from customers.models import CredentialKind, RetiredCredential
from tests.helpdesk.widget.frames import (
    FRAMED,
    INSIDE,
    OURS,
    READ,
    TOP_LEVEL,
    ancestors,
    refuses_framing,
    words_of,
)


@pytest.fixture
def key(world):
    return {"key": world.workspace.widget_key}


@pytest.mark.parametrize("destination", ["iframe", "frame", "embed", "object", "fencedframe"])
@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_page_that_frames_the_widget_must_know_its_key(client, widget, key, destination, site):
    framed = {"Sec-Fetch-Dest": destination, "Sec-Fetch-Site": site}
    assert client.get(widget, key, headers=framed).status_code == 200
    assert client.get(widget, headers=framed).status_code == 403


@pytest.mark.parametrize("key", ["", "x", "%C3%A9", "%FF", "%ED%A0%80", "k" * 5000])
@pytest.mark.parametrize("headers", [FRAMED, TOP_LEVEL, INSIDE])
def test_a_key_that_is_given_must_be_right(client, world, widget, key, headers):
    response = client.get(f"{widget}?key={key}", headers=headers)
    assert response.status_code == 403
    assert client.get(widget, {"key": world.otter.widget_key}, headers=headers).status_code == 403
    assert "Its key is not the one of this widget" in words_of(response)
    assert ancestors(response) == "frame-ancestors *"


@pytest.mark.parametrize("headers", [TOP_LEVEL, INSIDE, {}])
def test_without_a_frame_or_within_it_no_key_is_needed(client, widget, headers):
    assert client.get(widget, headers=headers).status_code == 200


def test_every_page_that_can_be_framed_asks_for_the_key(ask):
    framed = [ask(f"widget:{name}", **FRAMED) for name in READ]
    assert {response.status_code for response in framed} == {403}
    assert {ask(f"widget:{name}", **INSIDE).status_code for name in READ} == {200}


def test_a_former_key_works_in_its_grace_and_no_longer(client, world, widget, key):
    rotate(world.workspace, CredentialKind.KEY, timedelta(days=7))
    assert client.get(widget, key, headers=FRAMED).status_code == 200
    end_grace(world.workspace, RetiredCredential.objects.get().pk)
    assert client.get(widget, key, headers=FRAMED).status_code == 403
    new = {"key": world.workspace.widget_key}
    assert client.get(widget, new, headers=FRAMED).status_code == 200


def test_the_secret_is_no_key(client, world, widget):
    given = {"key": world.workspace.widget_secret}
    assert client.get(widget, given, headers=FRAMED).status_code == 403


@pytest.mark.parametrize("widget_id", ["w000", "%ED%A0%80", "w" * 300])
@pytest.mark.parametrize("path", ["", "headless", "rooms/"])
def test_a_widget_that_is_none_is_not_found(client, db, widget_id, path):
    response = client.get(f"/widget/{widget_id}/{path}")
    assert response.status_code == 404
    assert refuses_framing(response)


def seen(world):
    return [(one.origin, one.is_refused) for one in world.workspace.sightings.order_by("pk")]


@pytest.mark.parametrize("headers", [FRAMED, FRAMED | {"Referer": "https://juniper.example/a?b=c"}])
def test_the_page_that_frames_the_widget_is_noted_by_its_origin(
    client, world, widget, key, headers
):
    client.get(widget, key, headers=headers)
    assert seen(world) == [("https://juniper.example", False)]
    assert not world.otter.sightings.exists()


def test_a_page_that_is_not_listed_is_noted_as_refused(client, world, widget, key):
    allow_origin(world.workspace, "https://acme.com", world.ada)
    client.get(widget, key, headers=FRAMED)
    client.get(widget, key, headers=FRAMED | {"Referer": "https://acme.com/"})
    assert seen(world) == [("https://juniper.example", True), ("https://acme.com", False)]


def test_switched_off_every_page_that_asks_is_noted_as_refused(client, world, widget, key):
    switch_off(world.workspace)
    client.get(widget, key, headers=FRAMED)
    assert seen(world) == [("https://juniper.example", True)]


@pytest.mark.parametrize("referer", ["", "about:client", "javascript:1", "https://", "\x00", "x"])
def test_a_page_that_does_not_say_where_it_is_is_noted_as_unknown(
    client, world, widget, key, referer
):
    client.get(widget, key, headers=FRAMED | {"Referer": referer})
    assert seen(world) == [("", False)]


def test_what_happens_within_the_frame_or_at_top_level_is_no_strangers_page(
    client, world, widget, key
):
    own = {"Referer": f"{OURS['Origin']}{widget}"}
    client.get(widget, headers=INSIDE | own)
    client.get(widget, key, headers=TOP_LEVEL)
    client.post(f"{widget}correct", headers=OURS | INSIDE | own)
    assert seen(world) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_switched_off_our_own_pages_and_whole_tabs_are_no_strangers_either(
    client, world, widget, method
):
    switch_off(world.workspace)
    own = {"Referer": f"{OURS['Origin']}{widget}"}
    getattr(client, method)(widget, headers=OURS | INSIDE | own)
    client.get(widget, headers=TOP_LEVEL)
    assert newest_sightings(world.workspace) == []


def test_a_page_that_still_has_the_old_key_is_marked(client, world, widget, key):
    rotate(world.workspace, CredentialKind.KEY, timedelta(days=7))
    client.get(widget, key, headers=FRAMED)
    client.get(
        widget,
        {"key": world.workspace.widget_key},
        headers=FRAMED | {"Referer": "https://acme.com"},
    )
    marked = world.workspace.sightings.filter(old_key_at__lte=Now())
    assert [one.origin for one in marked] == ["https://juniper.example"]
