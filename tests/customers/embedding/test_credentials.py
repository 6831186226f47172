from datetime import timedelta

import pytest
from django.utils import timezone

from customers.embedding.credentials import (
    accepted,
    end_grace,
    find_key,
    retired_credentials,
    rotate,
)
from customers.models import Binding, CredentialKind, KnownUser, PersonSession

KEY, SECRET = CredentialKind.KEY, CredentialKind.SECRET
WEEK = timedelta(days=7)


def values(workspace, kind):
    return [credential.value for credential in accepted(workspace, kind)]


def later(workspace, **passed):
    """As if this much time had passed."""
    for old in workspace.retired_credentials.all():
        old.retires_at -= timedelta(**passed)
        old.save()


def session_of_token(world, email="ana@acme.com"):
    """A session that a token, signed with the current secret, has begun."""
    person = world.person(email)
    known = KnownUser.objects.create(workspace=world.workspace, customer=world.acme, person=person)
    binding = Binding.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        user_id=email,
        known_user=known,
        signed_at=timezone.now(),
    )
    return PersonSession.objects.create(
        person=person,
        key_hash=email.encode().ljust(32),
        in_frame=True,
        binding=binding,
        expires_at=timezone.now() + timedelta(days=1),
    )


def is_open(session):
    return PersonSession.objects.open().filter(pk=session.pk).exists()


@pytest.mark.parametrize("kind", [KEY, SECRET])
def test_in_the_grace_period_both_count_the_new_one_first(world, kind):
    [old] = values(world.workspace, kind)
    rotate(world.workspace, kind, WEEK)
    new = world.workspace.widget_key if kind == KEY else world.workspace.widget_secret
    assert new != old
    assert values(world.workspace, kind) == [new, old]
    world.workspace.refresh_from_db()
    assert values(world.workspace, kind) == [new, old]


@pytest.mark.parametrize("kind", [KEY, SECRET])
def test_after_it_only_the_new_one_does(world, kind):
    [old] = values(world.workspace, kind)
    rotate(world.workspace, kind, WEEK)
    later(world.workspace, days=7, seconds=1)
    assert old not in values(world.workspace, kind)
    assert len(values(world.workspace, kind)) == 1


@pytest.mark.parametrize("kind", [KEY, SECRET])
def test_without_grace_the_old_one_ends_at_once(world, kind):
    [old] = values(world.workspace, kind)
    rotate(world.workspace, kind, timedelta())
    assert old not in values(world.workspace, kind)


def test_a_key_is_found_with_what_it_was(world):
    old = world.workspace.widget_key
    rotate(world.workspace, KEY, WEEK)
    current, former = (
        find_key(world.workspace, world.workspace.widget_key),
        find_key(world.workspace, old),
    )
    assert current
    assert current.retired is None
    assert former
    assert former.retired == world.workspace.retired_credentials.get()


@pytest.mark.parametrize("wrong", ["", "pk_", "schlüssel", "x" * 5000])
def test_any_other_text_is_no_key(world, wrong):
    rotate(world.workspace, KEY, WEEK)
    assert find_key(world.workspace, wrong) is None
    assert find_key(world.workspace, world.otter.widget_key) is None
    assert find_key(world.workspace, world.workspace.widget_secret) is None


def test_several_former_ones_work_side_by_side_the_newest_first(world):
    first = world.workspace.widget_key
    rotate(world.workspace, KEY, WEEK)
    second = world.workspace.widget_key
    rotate(world.workspace, KEY, WEEK)
    assert values(world.workspace, KEY) == [world.workspace.widget_key, second, first]


def test_the_grace_period_is_ended_early_for_one_of_them(world):
    first = world.workspace.widget_key
    rotate(world.workspace, KEY, WEEK)
    rotate(world.workspace, KEY, WEEK)
    newer, older = retired_credentials(world.workspace, KEY)
    end_grace(world.workspace, older.pk)
    assert retired_credentials(world.workspace, KEY) == [newer]
    assert find_key(world.workspace, first) is None


def test_ending_what_has_ended_changes_nothing(world):
    rotate(world.workspace, KEY, WEEK)
    later(world.workspace, days=8)
    ended_at = world.workspace.retired_credentials.get().retires_at
    end_grace(world.workspace, world.workspace.retired_credentials.get().pk)
    assert world.workspace.retired_credentials.get().retires_at == ended_at


def test_another_vendors_grace_period_is_not_ended(world):
    rotate(world.workspace, KEY, WEEK)
    end_grace(world.otter, world.workspace.retired_credentials.get().pk)
    assert len(values(world.workspace, KEY)) == 2


def test_a_key_and_a_secret_are_rotated_apart(world):
    secret = world.workspace.widget_secret
    rotate(world.workspace, KEY, timedelta())
    assert values(world.workspace, SECRET) == [secret]


def test_sessions_that_the_old_secret_began_end_with_it(world):
    session = session_of_token(world)
    rotate(world.workspace, SECRET, WEEK)
    assert is_open(session)
    end_grace(world.workspace, world.workspace.retired_credentials.get().pk)
    assert not is_open(session)


def test_without_grace_they_end_at_once_and_those_of_a_mailbox_do_not(world):
    session = session_of_token(world)
    by_mail = PersonSession.objects.create(
        person=session.person, key_hash=b"m" * 32, expires_at=timezone.now() + WEEK
    )
    rotate(world.workspace, SECRET, timedelta())
    assert not is_open(session)
    assert is_open(by_mail)


def test_a_session_ends_with_the_secret_that_it_began_with(world):
    session = session_of_token(world)
    rotate(world.workspace, SECRET, WEEK)
    newer = session_of_token(world, "amy@acme.com")
    rotate(world.workspace, SECRET, WEEK)
    _second, first = retired_credentials(world.workspace, SECRET)
    end_grace(world.workspace, first.pk)
    assert not is_open(session)
    assert is_open(newer)


def test_a_new_key_ends_no_session(world):
    session = session_of_token(world)
    rotate(world.workspace, KEY, timedelta())
    assert is_open(session)


@pytest.mark.parametrize("kind", [KEY, SECRET])
def test_each_change_raises_the_epoch(world, kind):
    def epoch():
        world.workspace.refresh_from_db()
        return world.workspace.epoch

    before = epoch()
    rotate(world.workspace, kind, WEEK)
    end_grace(world.workspace, world.workspace.retired_credentials.get().pk)
    assert epoch() == before + 2
