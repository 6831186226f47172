from datetime import timedelta

import pytest
from django.utils import timezone

from customers.embedding import sightings
from customers.embedding.allowed_origins import allow_origin
from customers.embedding.sightings import newest_sightings, note_sighting, users_of_old
from customers.models import Sighting

ACME = "https://acme.com"


@pytest.fixture(autouse=True)
def no_demo(settings):
    settings.DEMO = False


def seen(workspace, origin=ACME):
    return Sighting.objects.get(workspace=workspace, origin=origin)


def minutes_ago(workspace, minutes, origin=ACME, *columns):
    then = timezone.now() - timedelta(minutes=minutes)
    rows = Sighting.objects.filter(workspace=workspace, origin=origin)
    rows.update(**dict.fromkeys(columns or ("last_seen_at",), then))
    return then


def test_an_origin_is_noted_once_and_with_its_first_and_last_time(world):
    for _ in range(3):
        note_sighting(world.workspace, ACME)
    assert seen(world.workspace).first_seen_at == seen(world.workspace).last_seen_at
    assert not seen(world.workspace).is_refused


def test_at_most_once_a_minute(world):
    note_sighting(world.workspace, ACME)
    recent = minutes_ago(world.workspace, 0.5)
    note_sighting(world.workspace, ACME)
    assert seen(world.workspace).last_seen_at == recent
    old = minutes_ago(world.workspace, 1.5)
    note_sighting(world.workspace, ACME)
    assert seen(world.workspace).last_seen_at > old


def test_what_changes_is_noted_within_the_minute_too(world):
    note_sighting(world.workspace, ACME)
    allow_origin(world.workspace, "https://birch.io", world.ada)
    note_sighting(world.workspace, ACME)
    assert seen(world.workspace).is_refused
    note_sighting(world.workspace, ACME, old_key=True)
    assert seen(world.workspace).old_key_at
    assert not seen(world.workspace).old_secret_at
    note_sighting(world.workspace, ACME, old_secret=True)
    assert seen(world.workspace).old_secret_at


def test_a_refused_page_is_marked_and_an_allowed_one_is_not(world):
    allow_origin(world.workspace, ACME, world.ada)
    note_sighting(world.workspace, ACME)
    note_sighting(world.workspace, "https://evil.com")
    assert {sighting.origin: sighting.is_refused for sighting in newest_sightings(world.workspace)}
    assert not seen(world.workspace).is_refused
    assert seen(world.workspace, "https://evil.com").is_refused


def test_a_page_that_does_not_say_is_not_called_refused_unless_the_widget_is_off(world):
    allow_origin(world.workspace, ACME, world.ada)
    note_sighting(world.workspace, "")
    assert not seen(world.workspace, "").is_refused
    world.workspace.is_embeddable = False
    note_sighting(world.workspace, "")
    assert seen(world.workspace, "").is_refused


def test_the_newest_come_first_and_no_more_than_are_shown(world):
    for number in range(sightings.SHOWN + 3):
        note_sighting(world.workspace, f"https://site{number}.com")
        minutes_ago(world.workspace, 100 - number, f"https://site{number}.com")
    newest = newest_sightings(world.workspace)
    assert len(newest) == sightings.SHOWN
    assert newest[0].origin == f"https://site{sightings.SHOWN + 2}.com"


def test_made_up_origins_push_out_the_oldest_and_no_more_than_kept_remain(world, monkeypatch):
    monkeypatch.setattr(sightings, "KEPT", 3)
    note_sighting(world.otter, ACME)
    for number in range(6):
        note_sighting(world.workspace, f"https://site{number}.com")
        minutes_ago(world.workspace, 100 - number, f"https://site{number}.com")
    kept = world.workspace.sightings.order_by("last_seen_at").values_list("origin", flat=True)
    assert list(kept) == ["https://site3.com", "https://site4.com", "https://site5.com"]
    assert world.otter.sightings.count() == 1


def test_a_flood_of_origins_does_not_hide_who_still_has_the_old_key(world, monkeypatch):
    monkeypatch.setattr(sightings, "KEPT", 3)
    note_sighting(world.workspace, ACME, old_key=True)
    minutes_ago(world.workspace, 500, ACME)
    for number in range(6):
        note_sighting(world.workspace, f"https://site{number}.com")
    long_ago = timezone.now() - timedelta(days=1)
    assert [user.origin for user in users_of_old(world.workspace, "old_key_at", long_ago)] == [ACME]
    assert world.workspace.sightings.count() == 4


def test_who_came_with_the_old_one_since_it_was_rotated(world):
    for origin in (ACME, "https://birch.io"):
        note_sighting(world.workspace, origin, old_key=True)
    note_sighting(world.workspace, "https://new.com")
    minutes_ago(world.workspace, 60, ACME, "old_key_at")
    since = timezone.now() - timedelta(minutes=30)
    users = users_of_old(world.workspace, "old_key_at", since)
    assert [user.origin for user in users] == ["https://birch.io"]
    assert users_of_old(world.workspace, "old_secret_at", since) == []


def test_our_own_pages_are_left_out_except_in_the_demo(world, settings):
    settings.PUBLIC_URL = "https://help.fernhill.io"
    note_sighting(world.workspace, "https://help.fernhill.io")
    assert newest_sightings(world.workspace) == []
    settings.DEMO = True
    assert len(newest_sightings(world.workspace)) == 1
