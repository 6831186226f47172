import pytest
from django.test import Client

from customers.embedding.allowed_origins import allow_origin
from customers.embedding.sightings import note_sighting
from customers.models import AllowedOrigin

HTMX = {"HTTP_HX_REQUEST": "true"}
ACME = "https://acme.com"


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def page(client, world, **query):
    return client.get(world.url("settings/embed"), query).content.decode()


def add(client, world, typed, **headers):
    return client.post(world.url("settings/embed/origins/add"), {"origin": typed}, **headers)


def remove(client, world, allowed, **headers):
    return client.post(world.url(f"settings/embed/origins/{allowed.pk}/remove"), **headers)


def listed(workspace):
    return [row.origin for row in AllowedOrigin.objects.filter(workspace=workspace)]


def test_none_listed_means_anywhere_and_the_page_says_so(world, ada):
    assert "None is listed, so the widget works anywhere" in page(ada, world)
    add(ada, world, ACME)
    assert "Only pages of these origins show the widget" in page(ada, world)


def test_an_added_origin_locks_the_widget_at_once(world, ada, client):
    response = add(ada, world, " HTTPS://*.ACME.com/support ")
    assert response.url == world.url("settings/embed#origins")
    widget = client.get(
        f"/widget/{world.workspace.widget_id}/", {"key": world.workspace.widget_key}
    )
    assert "frame-ancestors https://*.acme.com 'self'" in widget["Content-Security-Policy"]


def test_with_htmx_the_list_comes_back_and_what_depends_on_it(world, ada):
    note_sighting(world.workspace, "https://evil.com")
    html = add(ada, world, ACME, **HTMX).content.decode()
    assert "<html" not in html
    assert 'Remove<span class="visually-hidden"> https://acme.com</span>' in html
    assert 'id="pages" hx-swap-oob="true"' in html
    assert "no longer let in" in html


def test_with_htmx_the_answer_of_the_test_follows_the_list(world, ada):
    address = f"http://testserver{world.url('settings/embed')}?page=https%3A%2F%2Fevil.com"
    html = add(ada, world, ACME, **HTMX, HTTP_HX_CURRENT_URL=address).content.decode()
    assert "https://evil.com is not let in." in html


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type an origin, for example https://acme.com."),
        ("https://*.co.uk", "Anybody can have a site below co.uk."),
        ("ftp://acme.com", "Pages have http:// or https:// in front."),
        ("acme", "acme is no origin."),
        ("*", "To allow every page, list no origin at all."),
        ("https://birch.io", "https://birch.io is listed already."),
    ],
)
def test_a_refused_origin_says_why_beside_the_field_and_stays_there(
    world, ada, typed, words, headers
):
    allow_origin(world.workspace, "https://birch.io", world.ada)
    response = add(ada, world, typed, **headers)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert f'name="origin" value="{typed}"' in html
    assert 'aria-describedby="origin-error origin-hint" aria-invalid="true"' in html
    assert listed(world.workspace) == ["https://birch.io"]


def test_hostile_text_is_shown_as_text(world, ada):
    html = add(ada, world, '"><script>alert(1)</script>').content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("typed", ["https://acme.com\0", "https://acme.com\ud800", "x" * 10_000])
def test_what_no_text_field_can_hold_is_refused(world, ada, typed):
    assert add(ada, world, typed.encode("utf-8", "replace")).status_code in {400, 422}
    assert listed(world.workspace) == []


def test_an_origin_is_removed_with_undo(world, ada):
    allowed = allow_origin(world.workspace, "https://*.acme.com", world.ada)
    html = remove(ada, world, allowed, **HTMX).content.decode()
    assert "https://*.acme.com is removed. Now any page may show the widget." in html
    assert "Undo" in html
    add(ada, world, "https://*.acme.com", **HTMX)
    assert listed(world.workspace) == ["https://*.acme.com"]


def test_undo_works_without_javascript_is_offered_once_and_never_by_a_made_up_address(world, ada):
    allowed = allow_origin(world.workspace, ACME, world.ada)
    assert "Undo" not in page(ada, world, removed="https://evil.com")
    assert remove(ada, world, allowed).url == world.url("settings/embed#origins")
    assert "https://acme.com is removed" in page(ada, world)
    assert "Undo" not in page(ada, world)


def test_removing_what_is_gone_is_no_error(world, ada):
    allowed = allow_origin(world.workspace, ACME, world.ada)
    for _ in range(2):
        assert remove(ada, world, allowed, **HTMX).status_code == 200


def test_another_vendors_origin_is_not_found(world, ada):
    allowed = allow_origin(world.otter, ACME, world.oscar)
    assert remove(ada, world, allowed).status_code == 404
    assert listed(world.otter) == [ACME]


def test_only_admins_and_owners_change_the_list_and_the_team_reads_it(world, as_agent):
    allowed = allow_origin(world.workspace, ACME, world.ada)
    for agent in (world.grace, world.rita):
        client = as_agent(agent)
        html = page(client, world)
        assert ACME in html
        assert "Add an origin" not in html
        assert "origins/" not in html
        assert add(client, world, "https://birch.io").status_code == 403
        assert remove(client, world, allowed).status_code == 403
    stranger = as_agent(world.oscar)
    assert add(stranger, world, "https://birch.io").status_code == 404
    assert remove(stranger, world, allowed).status_code == 404
    assert listed(world.workspace) == [ACME]
    add(as_agent(world.alan), world, "https://birch.io")
    assert listed(world.workspace) == [ACME, "https://birch.io"]


def test_a_page_of_another_site_changes_nothing(world, ada):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.ada)
    assert add(strict, world, ACME).status_code == 403


def test_an_international_origin_is_shown_in_both_forms(world, ada):
    html = add(ada, world, "https://*.münchen.de", **HTMX).content.decode()
    assert "https://*.münchen.de (https://*.xn--mnchen-3ya.de)" in html
