from datetime import timedelta

import pytest
from django.utils import timezone

from customers.embedding.credentials import rotate
from customers.embedding.sightings import note_sighting
from customers.models import CredentialKind, Workspace

KINDS = ["key", "secret"]
WEEK = timedelta(days=7)


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def page(client, world):
    return client.get(world.url("settings/embed")).content.decode()


def post_rotate(client, world, kind, grace="7"):
    return client.post(world.url(f"settings/embed/{kind}/rotate"), {"grace": grace})


def current(world, kind):
    return getattr(Workspace.objects.get(pk=world.workspace.pk), f"widget_{kind}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_new_one_is_made_and_the_old_one_works_on(world, ada, kind, days):
    old = current(world, kind)
    assert post_rotate(ada, world, kind, str(days)).url == world.url(f"settings/embed#{kind}")
    assert current(world, kind) != old
    retired = world.workspace.retired_credentials.get()
    assert (retired.kind, retired.value) == (kind, old)
    assert retired.retires_at - retired.rotated_at == timedelta(days=days)


def test_without_grace_nothing_former_is_left_to_show(world, ada):
    post_rotate(ada, world, "key", "0")
    assert "Former ones that still work" not in page(ada, world)


def test_seven_days_are_offered_first(world, ada):
    assert page(ada, world).count('<option value="7" selected>') == 2


@pytest.mark.parametrize("grace", ["", "2", "-1", "400", "x", "1e3"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_grace_period_that_is_not_offered_is_refused_beside_its_field(world, ada, kind, grace):
    old = current(world, kind)
    response = post_rotate(ada, world, kind, grace)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Choose how long the old one works on." in html
    assert f'aria-describedby="{kind}-grace-error"' in html
    assert html.count('<details class="asking" open>') == 1
    assert current(world, kind) == old


def test_the_snippets_have_the_new_key_and_the_former_one_is_shown_shortened(world, ada):
    old = current(world, "key")
    post_rotate(ada, world, "key")
    html = page(ada, world)
    assert html.count(current(world, "key")) >= 6
    assert old not in html
    assert f"{old[:9]}…" in html


def test_a_former_secret_is_never_shown(world, ada):
    old = current(world, "secret")
    post_rotate(ada, world, "secret")
    shown = ada.post(world.url("settings/embed/secret")).content.decode()
    assert current(world, "secret") in shown
    assert old not in shown
    assert old[:9] not in shown.replace(current(world, "secret"), "")


@pytest.mark.parametrize(("kind", "column"), [("key", "old_key"), ("secret", "old_secret")])
def test_it_says_which_origins_still_come_with_the_old_one_or_that_none_did(
    world, ada, kind, column
):
    post_rotate(ada, world, kind)
    assert "since." in page(ada, world)
    assert "These still came with a former one" not in page(ada, world)
    note_sighting(world.workspace, "https://acme.com", **{column: True})
    html = page(ada, world)
    assert "These still came with a former one" in html
    assert html.count("https://acme.com</span>") == 2
    assert f"old {kind}</span>" in html


def test_what_came_with_an_old_key_long_before_its_last_load_is_not_marked(world, ada):
    note_sighting(world.workspace, "https://acme.com", old_key=True)
    world.workspace.sightings.update(old_key_at=timezone.now() - WEEK)
    assert "old key</span>" not in page(ada, world)


@pytest.mark.catalogue("AZ-33")
@pytest.mark.parametrize("kind", KINDS)
def test_a_former_one_is_ended_now(world, ada, kind):
    post_rotate(ada, world, kind)
    retired = world.workspace.retired_credentials.get()
    target = world.url(f"settings/embed/former/{retired.pk}/end")
    assert f"{target}" in page(ada, world)
    for _ in range(2):
        assert ada.post(target).url == world.url(f"settings/embed#{kind}")
    assert not world.workspace.retired_credentials.accepted().exists()
    assert "Former ones that still work" not in page(ada, world)


def test_only_admins_and_owners_rotate_and_see_what_is_left(world, as_agent):
    rotate(world.workspace, CredentialKind.KEY, WEEK)
    retired = world.workspace.retired_credentials.get()
    end = world.url(f"settings/embed/former/{retired.pk}/end")
    for agent in (world.grace, world.rita):
        client = as_agent(agent)
        html = page(client, world)
        assert "Former ones" not in html
        assert "Change the key" not in html
        for kind in KINDS:
            assert post_rotate(client, world, kind).status_code == 403
        assert client.post(end).status_code == 403
    stranger = as_agent(world.oscar)
    for kind in KINDS:
        assert post_rotate(stranger, world, kind).status_code == 404
    assert stranger.post(end).status_code == 404
    assert world.workspace.retired_credentials.accepted().count() == 1
    assert post_rotate(as_agent(world.alan), world, "secret").status_code == 302


def test_another_vendors_former_key_is_not_found(world, ada):
    rotate(world.otter, CredentialKind.KEY, WEEK)
    retired = world.otter.retired_credentials.get()
    assert ada.post(world.url(f"settings/embed/former/{retired.pk}/end")).status_code == 404
    assert world.otter.retired_credentials.accepted().exists()
