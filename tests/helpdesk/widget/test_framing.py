"""Which pages may frame the widget, and what all its pages have in common."""

import gzip

import pytest
from django.urls import reverse

from customers.embedding.allowed_origins import allow_origin
from customers.embedding.switch import switch_off, switch_on
from tests.helpdesk.widget.frames import (
    FRAMED,
    HELD,
    OURS,
    PAGES,
    PARAMETERS,
    READ,
    ancestors,
    bearing,
    refuses_framing,
    words_of,
)
from tests.unknown_user.test_strangers import things

__all__ = ["things"]

WRITTEN = [
    *("code", "correct", "files", "form", "leaving", "messages", "open", "sharing", "unread"),
    *("add_member", "archive", "invite", "leave_room", "new", "remove_member", "rename"),
    "unarchive",
]
ELSEWHERE = {name: names for name, names in PARAMETERS.items() if name not in {*PAGES, *HELD}}


def answers(ask):
    """Each page of the widget, read and written to: name, method and answer.

    What is only there to be posted to leads to the page above instead.
    """
    asked = [(name, method, ask(name, method)) for name in PAGES for method in ("get", "post")]
    unknown = {("get", 302), ("get", 405), ("post", 405)}
    return [one for one in asked if (one[1], one[2].status_code) not in unknown]


def test_there_are_pages_to_try(ask):
    known = {(name.removeprefix("widget:"), method) for name, method, _ in answers(ask)}
    read = {(name, "get") for name in READ}
    assert known == read | {(name, "post") for name in WRITTEN}
    assert len(ELSEWHERE) > 80


@pytest.mark.catalogue("AZ-40")
@pytest.mark.parametrize(
    ("listed", "policy"),
    [
        ([], "frame-ancestors *"),
        (
            ["https://acme.com", "https://*.birch.io"],
            "frame-ancestors https://*.birch.io https://acme.com 'self'",
        ),
    ],
)
def test_every_page_of_the_widget_says_who_may_frame_it(world, ask, listed, policy):
    for origin in listed:
        allow_origin(world.workspace, origin, world.ada)
    allow_origin(world.otter, "https://otter.dev", world.oscar)
    for name, method, response in answers(ask):
        assert ancestors(response) == policy, (name, method)
        assert "X-Frame-Options" not in response.headers


def test_switched_off_every_page_is_refused_and_framed_nowhere(world, ask):
    allow_origin(world.workspace, "https://acme.com", world.ada)
    switch_off(world.workspace)
    for name, method, response in answers(ask):
        assert refuses_framing(response), (name, method)
        assert response.status_code == 403
        assert "switched off" in words_of(response)
    switch_on(world.workspace)
    assert ask("widget:form").status_code == 200


def test_a_method_that_a_page_does_not_know_is_framed_nowhere(ask):
    response = ask("widget:headless", "post")
    assert response.status_code == 405
    assert refuses_framing(response)


@pytest.mark.catalogue("AZ-41")
def test_every_other_page_refuses_to_be_framed(world, as_agent, as_person, ana, things):
    given = things | {
        "vendor": world.workspace.vendor.slug,
        "workspace": world.workspace.slug,
        "widget_id": world.workspace.widget_id,
        "agent": world.ada.pk,
        "n": 1,
        "id": "20260101-000000-000000-00000000",
    }
    browser = as_agent(world.ada)
    browser.cookies.update(as_person(ana).cookies)
    for ask in (browser.get, browser.post):
        for name, names in ELSEWHERE.items():
            address = reverse(name, kwargs={key: given.get(key, "x") for key in names})
            response = ask(address, headers={} if name == "front" else FRAMED)
            assert ancestors(response) == "frame-ancestors 'none'", name
            assert response.status_code == 302 or refuses_framing(response), name


def test_switched_off_open_frames_end_and_top_level_goes_on(
    client, world, widget, ana, triage, in_frame, as_person
):
    new = in_frame(ana, client)
    at_top = as_person(ana)
    switch_off(world.workspace)
    assert client.post(f"{widget}unread", headers=OURS).status_code == 403
    for headers in (bearing(new.session), {}):
        response = client.get(f"{widget}rooms/{triage.pk}/", headers=headers)
        assert response.status_code == 403
        assert "Triage" not in response.text
    assert at_top.get(f"/rooms/{triage.pk}/").status_code == 200
    assert at_top.post(f"/rooms/{triage.pk}/messages", {"text": "hi"}).status_code == 302
    assert triage.messages.count() == 1


def test_another_vendors_switch_is_its_own(client, world, widget):
    switch_off(world.otter)
    assert client.get(widget).status_code == 200


def test_no_page_sets_a_cookie_but_the_frames_own(world, ask, as_agent):
    ask.browser.cookies.update(as_agent(world.ada).cookies)  # on a vendor's page of our own site
    for name, method, response in answers(ask):
        ours = [f"frame-{world.workspace.widget_id}"] if name == "widget:leaving" else []
        assert list(response.cookies) == ours, (name, method)


def test_nothing_is_kept_by_caches(ask):
    for name, method, response in answers(ask):
        assert "no-store" in response.headers["Cache-Control"], (name, method)
        assert "Access-Control-Allow-Origin" not in response.headers


def test_pages_are_compressed_for_who_can_read_that(client, widget):
    response = client.get(widget, headers={"Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert b"Email me a link" in gzip.decompress(response.content)
    assert "Accept-Encoding" in response.headers["Vary"]


@pytest.mark.parametrize("name", READ)
def test_scripts_and_styles_come_from_us_or_bear_the_nonce(ask, name):
    policy = ask(f"widget:{name}").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
