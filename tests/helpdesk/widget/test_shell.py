"""The first page in a frame of an existing vendor page, where the widget is not known yet."""

import json

import pytest

from customers.models import Workspace
from tests.helpdesk.widget.frames import FRAMED, INSIDE, TOP_LEVEL, ancestors, refuses_framing

OURSELVES = {"Referer": "http://testserver/demo/"}


def is_shell(response):
    return response.status_code == 200 and 'form name="open"' in response.text


@pytest.mark.parametrize(
    "headers",
    [
        FRAMED,
        INSIDE,
        {"Sec-Fetch-Dest": "frame"},
        {"Sec-Fetch-Dest": "embed"},
        {"Referer": "https://juniper.example/"},  # a browser that doesn't say what it asks for
    ],
)
def test_in_a_frame_the_bare_address_is_the_shell(client, db, headers):
    assert is_shell(client.get("/", headers=headers))


@pytest.mark.parametrize(
    "headers", [TOP_LEVEL, {}, OURSELVES, TOP_LEVEL | {"Referer": "https://a.io/"}]
)
@pytest.mark.parametrize(("demo", "url"), [(False, "/admin/"), (True, "/demo/")])
def test_in_a_tab_it_leads_on_as_before(client, db, settings, headers, demo, url):
    settings.DEMO = demo
    response = client.get("/", headers=headers)
    assert (response.status_code, response.url) == (302, url)
    assert ancestors(response) == "frame-ancestors 'none'"


@pytest.mark.parametrize("token", ["", "x", "[" * 5000, json.dumps({"widgetId": "w1"})])
def test_with_a_token_it_is_the_shell_in_a_tab_too(client, db, token):
    assert is_shell(client.get("/", {"token": token}, headers=TOP_LEVEL))


def test_anybody_may_frame_it(client, db):
    response = client.get("/", headers=FRAMED)
    assert ancestors(response) == "frame-ancestors *"
    assert "X-Frame-Options" not in response.headers
    assert "no-store" in response.headers["Cache-Control"]


def test_it_holds_no_data_and_sets_no_cookie(client, world, as_agent, as_person, ana):
    signed_in = as_agent(world.ada)
    signed_in.cookies.update(as_person(ana).cookies)
    pages = [browser.get("/", headers=FRAMED) for browser in (client, signed_in)]
    token = json.dumps({"widgetId": world.workspace.widget_id, "userId": "u_secret"})
    pages.append(client.get("/", {"token": token}, headers=TOP_LEVEL))
    for page in pages:
        assert page.content == pages[0].content
        assert not page.cookies
    assert Workspace.objects.get(pk=world.workspace.pk).sightings.count() == 0


def test_its_scripts_come_from_us(client, db):
    policy = client.get("/", headers=FRAMED).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy


def test_it_is_compressed(client, db):
    response = client.get("/", headers=FRAMED | {"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"


def test_what_is_not_there_refuses_to_be_framed(client, db):
    assert refuses_framing(client.get("/index.html", headers=FRAMED))
