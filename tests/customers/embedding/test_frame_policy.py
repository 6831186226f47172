import pytest

from customers.embedding.allowed_origins import allow_origin
from customers.embedding.frame_policy import shown_policy
from customers.embedding.switch import switch_off, switch_on


@pytest.fixture
def headers(world, client):
    """A function that gives the headers of the form of Fernhill's widget, as browsers get them."""

    def headers():
        workspace = world.workspace
        return client.get(f"/widget/{workspace.widget_id}/", {"key": workspace.widget_key}).headers

    return headers


def ancestors(headers):
    policy = headers["Content-Security-Policy"].split("; ")
    return [part for part in policy if part.startswith("frame-ancestors")]


def allow(world, *origins):
    for origin in origins:
        allow_origin(world.workspace, origin, world.ada)


def test_none_listed_may_be_framed_anywhere(world, headers):
    assert ancestors(headers()) == ["frame-ancestors *"]
    assert "X-Frame-Options" not in headers()


def test_a_list_is_sent_in_order_and_our_own_pages_with_it(world, headers):
    allow(world, "https://birch.io:8443", "https://*.acme.com")
    assert ancestors(headers()) == [
        "frame-ancestors https://*.acme.com https://birch.io:8443 'self'"
    ]
    assert "X-Frame-Options" not in headers()


def test_another_vendors_list_is_its_own(world, headers):
    allow_origin(world.otter, "https://otter.dev", world.oscar)
    assert ancestors(headers()) == ["frame-ancestors *"]


def test_off_refuses_everywhere_whatever_is_listed(world, headers):
    allow(world, "https://acme.com")
    switch_off(world.workspace)
    assert ancestors(headers()) == ["frame-ancestors 'none'"]
    assert headers()["X-Frame-Options"] == "DENY"
    switch_on(world.workspace)
    assert ancestors(headers()) == ["frame-ancestors https://acme.com 'self'"]


def test_what_is_shown_is_what_is_sent(world, headers):
    for change in (lambda: None, lambda: allow(world, "https://acme.com")):
        change()
        shown = "".join(shown_policy(world.workspace))
        assert shown == f"Content-Security-Policy: {headers()['Content-Security-Policy']}"
    switch_off(world.workspace)
    assert shown_policy(world.workspace)[1] == "frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["/", "/admin/account/login/", "/healthz", "/nowhere"])
def test_everything_else_refuses_to_be_framed(db, client, path):
    headers = client.get(path, follow=True).headers
    assert ancestors(headers) == ["frame-ancestors 'none'"]
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("change", [switch_off, switch_on])
def test_the_switch_raises_the_epoch_so_that_open_frames_ask_again(world, change):
    before = world.workspace.epoch
    change(world.workspace)
    world.workspace.refresh_from_db()
    assert world.workspace.epoch == before + 1
