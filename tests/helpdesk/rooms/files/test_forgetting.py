"""What becomes of files: deleted with their message, forwarded with it, swept when left over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from helpdesk.models import File, Message
from helpdesk.rooms.files import sweeping
from helpdesk.rooms.files.forgetting import copy_files, forget_files
from helpdesk.rooms.files.waiting import take_back
from helpdesk.rooms.posting import post
from tests.helpdesk.rooms.conftest import say
from tests.helpdesk.rooms.files.conftest import drawn


@pytest.fixture
def message(triage, ana, uploaded) -> Message:
    files = [uploaded(triage, ana, drawn(), "a.png"), uploaded(triage, ana)]
    return post(triage, ana, uuid4(), "", files=[file.pk for file in files]).message


def stored(files) -> list[bool]:
    names = [name for f in files for name in (f.content.name, f.thumbnail.name) if name]
    return [default_storage.exists(name) for name in names]


def forwarded(message: Message, room, author) -> Message:
    [target] = say(room, author, "forwarded")
    target.has_files = True
    target.save()
    copy_files(message, target)
    return target


def test_a_deleted_messages_files_go_with_their_content(
    message, django_capture_on_commit_callbacks
):
    files = list(message.files.all())
    assert stored(files) == [True, True, True]
    with django_capture_on_commit_callbacks(execute=True):
        forget_files(message)
        assert stored(files) == [True, True, True]  # the transaction may still fail
    assert (message.has_files, message.files.count()) == (False, 0)
    assert stored(list(File.objects.all())) == []
    assert stored(files) == [False, False, False]


def test_a_forwarded_file_is_another_row_of_the_same_content(
    world, message, django_capture_on_commit_callbacks
):
    originals = list(message.files.all())
    target = forwarded(message, world.birch.rooms.get(), world.ada)
    copies = list(target.files.all())
    assert [copy.name for copy in copies] == [file.name for file in originals]
    assert [(c.room, c.agent, c.person) for c in copies] == [(target.room, world.ada, None)] * 2
    assert {c.content.name for c in copies} == {file.content.name for file in originals}
    for gone, left in ((message, [True] * 3), (target, [False] * 3)):
        with django_capture_on_commit_callbacks(execute=True):
            forget_files(gone)
        assert stored(originals) == left


def test_an_upload_that_nobody_posts_is_forgotten_after_a_day(
    message, triage, ana, uploaded, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(sweeping, "PAGE", 1)
    old, older, new = (uploaded(triage, ana) for _ in range(3))
    take_back(uploaded(triage, ana))
    File.objects.exclude(pk=new.pk).update(created_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweeping.forget_waiting() == 3
    assert set(File.objects.all()) == {*message.files.all(), new}
    assert stored([old, older, new]) == [False, False, True]


def test_content_that_no_row_names_is_swept_once_it_is_old(message, monkeypatch):
    files = list(message.files.all())
    yesterday = f"{timezone.now() - timedelta(days=2):%Y-%m-%d}"
    today = f"{timezone.now():%Y-%m-%d}"
    left = f"7/{yesterday}/{uuid4().hex}"
    others = [f"7/{today}/{uuid4().hex}", f"7/{yesterday}/notes.txt", "elsewhere/thing"]
    for name in (left, left + "-small", *others):
        default_storage.save(name, ContentFile(b"x"))
    assert sweeping.forget_unnamed() == 2
    assert not default_storage.exists(left)
    assert all(map(default_storage.exists, others))
    # Years later, what a row names is still there
    in_three_days = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(sweeping.timezone, "now", lambda: in_three_days)
    assert sweeping.forget_unnamed() == 1
    assert stored(files) == [True, True, True]


def test_beside_an_empty_database_nothing_is_swept(db):
    name = f"7/{timezone.now() - timedelta(days=9):%Y-%m-%d}/{uuid4().hex}"
    default_storage.save(name, ContentFile(b"x"))
    assert sweeping.forget_unnamed() == 0
    assert default_storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_not_written_after_all_keeps_its_files_waiting(triage, ana, uploaded):
    file = uploaded(triage, ana)
    with pytest.raises(RuntimeError), transaction.atomic():
        post(triage, ana, uuid4(), "", files=[file.pk])
        raise RuntimeError
    file.refresh_from_db()
    assert file.message is None
    assert stored([file]) == [True]
