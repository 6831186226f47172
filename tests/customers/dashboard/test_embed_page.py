from datetime import timedelta

import pytest

from customers.embedding.allowed_origins import allow_origin
from customers.embedding.credentials import rotate
from customers.embedding.script import current_script, script_version
from customers.embedding.sightings import note_sighting
from customers.embedding.switch import switch_off
from customers.models import CredentialKind


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def page(client, world, **query):
    return client.get(world.url("settings/embed"), query).content.decode()


def plain(html):
    return html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')


@pytest.mark.parametrize(
    ("listed", "typed", "answer", "why"),
    [
        ([], "https://evil.com", "https://evil.com is let in.", "works on any page"),
        (
            ["https://*.acme.com"],
            "https://app.acme.com/support?a=1",
            "https://app.acme.com is let in.",
            "https://*.acme.com is listed.",
        ),
        (
            ["https://acme.com"],
            "http://acme.com",
            "http://acme.com is not let in.",
            "but this page is on http://",
        ),
        (
            ["https://acme.com"],
            "acme.com:8443",
            "https://acme.com:8443 is not let in.",
            "on another port",
        ),
        (
            ["https://*.acme.com"],
            "acme.com",
            "https://acme.com is not let in.",
            "not the name itself: list it too",
        ),
        (
            ["https://acme.com"],
            "https://evil.com",
            "https://evil.com is not let in.",
            "It is not on the list.",
        ),
    ],
)
def test_a_page_is_tested_and_the_reason_and_the_header_are_said(
    world, ada, listed, typed, answer, why
):
    for origin in listed:
        allow_origin(world.workspace, origin, world.ada)
    html = page(ada, world, page=typed)
    assert answer in html
    assert why in html
    assert f'name="page" value="{typed}"' in html
    sent = " ".join([*listed, "&#x27;self&#x27;"]) if listed else "*"
    assert f"<b>frame-ancestors {sent}</b></code>" in html


def test_switched_off_every_page_is_refused(world, ada):
    switch_off(world.workspace)
    html = page(ada, world, page="https://acme.com")
    assert "The widget is switched off, so no page shows it." in html
    assert "frame-ancestors &#x27;none&#x27;" in html


@pytest.mark.parametrize("typed", ["", "not a page", "https://*.acme.com", "<script>", "'\"><b>"])
def test_what_is_no_page_is_refused_beside_the_field_and_stays_there(world, ada, typed):
    html = page(ada, world, page=typed)
    assert 'aria-invalid="true" aria-describedby="page-error"' in html
    assert "is let in" not in html
    assert "<script>alert" not in html
    assert "<b>" not in html.split('id="page"')[1].split(">")[0]


def test_everybody_on_the_team_may_test(world, as_agent):
    for agent in (world.grace, world.rita, world.alan):
        assert "is let in" in page(as_agent(agent), world, page="https://acme.com")


def test_pages_that_loaded_the_widget_are_listed_and_refused_ones_can_be_allowed(world, as_agent):
    allow_origin(world.workspace, "https://acme.com", world.ada)
    for origin in ("https://acme.com", "https://birch.io", ""):
        note_sighting(world.workspace, origin)
    html = page(as_agent(world.ada), world)
    assert html.count("refused</span>") == 1
    assert "a page that doesn&#x27;t say" in html
    assert html.count(">Allow<") == 1
    reader = page(as_agent(world.rita), world)
    assert "refused</span>" in reader
    assert ">Allow<" not in reader
    as_agent(world.ada).post(
        world.url("settings/embed/origins/add"), {"origin": "https://birch.io"}
    )
    html = page(as_agent(world.ada), world)
    assert "refused then, let in now" in html
    assert ">Allow<" not in html


def test_while_the_widget_is_off_allowing_a_page_would_not_help(world, ada):
    switch_off(world.workspace)
    note_sighting(world.workspace, "https://birch.io")
    assert ">Allow<" not in page(ada, world)


def test_before_any_page_has_loaded_it_the_list_says_what_will_be_there(world, ada):
    assert "None yet. As soon as the widget is on a page of yours" in page(ada, world)


def test_another_vendors_pages_are_not_shown(world, ada):
    note_sighting(world.otter, "https://otter.dev")
    assert "https://otter.dev" not in page(ada, world)


def test_every_way_to_embed_is_ready_to_paste(world, ada, settings):
    settings.PUBLIC_URL = "https://help.example"
    workspace = world.workspace
    html = plain(page(ada, world))
    ids = f'widget-id="{workspace.widget_id}" widget-key="{workspace.widget_key}"'
    data = f'data-widget-id="{workspace.widget_id}" data-widget-key="{workspace.widget_key}"'
    for snippet in (
        f'<script src="https://help.example/embed.js" {data}></script>',
        '<script src="https://help.example/embed.js" async></script>',
        f"<unknown-user-floating {ids}></unknown-user-floating>",
        f'<script src="https://help.example/embed-{script_version()}.js" '
        f'integrity="{current_script().integrity}" crossorigin="anonymous" {data}></script>',
        f'<iframe src="https://help.example/widget/{workspace.widget_id}/'
        f'?key={workspace.widget_key}"',
        '<code id="snippet-client-url">https://help.example</code>',
    ):
        assert snippet in html


def test_the_page_needs_no_more_queries_for_longer_lists(world, ada, django_assert_max_num_queries):
    page(ada, world)  # the first one begins the session
    with django_assert_max_num_queries(14):
        page(ada, world)
    for number in range(30):
        allow_origin(world.workspace, f"https://site{number}.com", world.ada)
        note_sighting(world.workspace, f"https://seen{number}.com", old_key=True, old_secret=True)
    for kind in CredentialKind:
        for _ in range(3):
            rotate(world.workspace, kind, timedelta(days=7))
    with django_assert_max_num_queries(16):
        page(ada, world, page="https://evil.com")
