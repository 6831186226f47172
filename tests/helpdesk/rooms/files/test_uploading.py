"""Uploads: what is taken, and what is refused with nothing left of it."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from helpdesk.models import File
from helpdesk.rooms.editing import delete
from helpdesk.rooms.files.accepting import accept
from helpdesk.rooms.files.storing import OURS
from helpdesk.rooms.forwarding import forward
from helpdesk.rooms.posting import post
from helpdesk.rooms.refusals import Refused
from tests.helpdesk.rooms.files.conftest import drawn


def send(browser, room, content=b"text", name="notes.txt", **more):
    return browser.post(
        f"/rooms/{room.pk}/files", {"file": SimpleUploadedFile(name, content), **more}
    )


def kept() -> list[str]:
    """The names of all that is stored."""
    names = []
    for workspace in default_storage.listdir("")[0]:
        for day in default_storage.listdir(workspace)[0]:
            folder = f"{workspace}/{day}"
            names += [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    return names


def test_an_image_is_known_by_its_content(triage, ana, as_person):
    answer = send(as_person(ana), triage, drawn("JPEG", (800, 600)), "holiday.html")
    assert answer.status_code == 201
    file = File.objects.get()
    assert answer.json() == {
        "id": str(file.pk),
        "name": "holiday.html",
        "size": file.size,
        "width": 800,
        "height": 600,
        "kind": "image",
    }
    assert (file.content_type, file.person, file.message) == ("image/jpeg", ana, None)


@pytest.mark.catalogue("AZ-45")
def test_a_page_that_calls_itself_an_image_is_a_file_like_others(triage, ana, as_person):
    answer = send(as_person(ana), triage, b"<script>alert(1)</script>", "holiday.png")
    assert (answer.json()["kind"], answer.json()["width"]) == ("file", None)
    assert File.objects.get().content_type == "application/octet-stream"


@pytest.mark.catalogue("AZ-45")
def test_it_is_stored_under_a_name_of_ours(world, triage, ana, uploaded):
    file = uploaded(triage, ana, drawn(), "../../x.png")
    assert file.name == "x.png"
    assert sorted(kept()) == [file.content.name, file.thumbnail.name]
    assert all(re.fullmatch(OURS, name) for name in kept())
    assert file.content.name.startswith(f"{world.workspace.pk}/")


def test_agents_upload_too(world, triage, as_agent):
    address = world.url(f"rooms/{triage.pk}/files")
    sent = {"file": SimpleUploadedFile("notes.txt", b"text")}
    assert as_agent(world.grace).post(address, sent).status_code == 201
    assert File.objects.get().agent == world.grace
    sent["file"].seek(0)
    assert as_agent(world.rita).post(address, sent).status_code == 403  # she reads along
    assert as_agent(world.oscar).post(address, sent).status_code == 404


def test_a_stranger_uploads_nothing(triage, bob, as_person, client):
    assert send(as_person(bob), triage).status_code == 404
    assert send(client, triage).status_code == 404
    assert kept() == []


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "notes.txt", 422, "file_empty"),
        (b"x" * 1001, "notes.txt", 413, "file_too_large"),
        (b"MZ", "setup.EXE", 422, "file_type"),
        (b"MZ", "setup.exe. ", 422, "file_type"),
    ],
)
def test_what_nobody_may_upload_is_refused_with_its_reason(
    triage, ana, as_person, settings, content, name, status, code
):
    settings.FILE_SIZE_LIMIT = 1000
    answer = send(as_person(ana), triage, content, name)
    assert (answer.status_code, answer.json()) == (status, {"code": code})
    assert (File.objects.count(), kept()) == (0, [])


@pytest.mark.parametrize("sent", [{}, {"file": "no file"}])
def test_a_request_without_a_file_is_refused(triage, ana, as_person, sent):
    answer = as_person(ana).post(f"/rooms/{triage.pk}/files", sent)
    assert (answer.status_code, answer.json()) == (400, {"code": "no_file"})


def test_a_list_of_types_that_are_wanted_counts_alone(triage, ana, uploaded, settings):
    settings.FILE_TYPES_ALLOWED = frozenset({"pdf"})
    settings.FILE_TYPES_FORBIDDEN = frozenset({"pdf"})
    uploaded(triage, ana, name="a.PDF")
    for name in ("a.txt", "a", "pdf"):
        with pytest.raises(Refused, match="file_type"):
            uploaded(triage, ana, name=name)


def test_an_author_uploads_so_many_within_a_time(world, triage, ana, uploaded, settings):
    settings.FILE_LIMITS = [(60, 2)]
    uploaded(triage, ana)
    uploaded(triage, ana)
    with pytest.raises(Refused, match="files_too_often"):
        uploaded(triage, ana)
    uploaded(triage, world.ada)  # whose own they are
    assert len(kept()) == 3


def test_to_forward_files_is_not_to_upload_them(triage, ana, uploaded, settings):
    settings.FILE_LIMITS = [(60, 2)]
    file = uploaded(triage, ana)
    post(triage, ana, uuid4(), "", files=[file.pk])
    for _ in range(3):
        forward(triage, 1, 1, triage, ana, uuid4())
    assert uploaded(triage, ana)


def test_who_deletes_what_they_posted_has_uploaded_it_all_the_same(triage, ana, uploaded, settings):
    settings.FILE_LIMITS = [(60, 3)]
    for seq in (1, 2):
        file = uploaded(triage, ana, name="secret.txt")
        post(triage, ana, uuid4(), "", files=[file.pk])
        delete(triage, ana, seq)
    assert {(file.name, file.size) for file in File.objects.all()} == {("", 0)}
    post(triage, ana, uuid4(), "", files=[uploaded(triage, ana).pk])
    forward(triage, 3, 3, triage, ana, uuid4())
    delete(triage, ana, 4)
    assert File.objects.count() == 3
    with pytest.raises(Refused, match="files_too_often"):
        uploaded(triage, ana)


def test_what_waits_to_be_posted_is_limited_in_all(triage, ana, uploaded, settings):
    settings.FILES_WAITING_LIMIT = 1000
    uploaded(triage, ana, b"x" * 900)
    with pytest.raises(Refused, match="files_waiting"):
        uploaded(triage, ana, b"x" * 101)
    uploaded(triage, ana, b"x" * 100)


def test_who_takes_an_upload_back_leaves_nothing_of_it_but_the_count(
    world, triage, ana, uploaded, as_person, settings, django_capture_on_commit_callbacks
):
    settings.FILE_LIMITS = [(60, 1)]
    file = uploaded(triage, ana, drawn(), "secret.png")
    address = f"/rooms/{triage.pk}/files/{file.pk}"
    amy = as_person(world.person("amy@acme.com"))
    assert amy.post(f"{address}/removal").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert as_person(ana).post(f"{address}/removal").status_code == 204
    assert kept() == []
    assert as_person(ana).get(address).status_code == 404
    assert as_person(ana).post(f"{address}/removal").status_code == 404
    with pytest.raises(Refused, match="file_gone"):
        post(triage, ana, uuid4(), "", files=[file.pk])
    with pytest.raises(Refused, match="files_too_often"):
        uploaded(triage, ana)
    assert "secret" not in File.objects.get().name


def test_a_file_that_is_posted_cant_be_taken_back(triage, ana, uploaded, as_person):
    file = uploaded(triage, ana)
    post(triage, ana, uuid4(), "", files=[file.pk])
    address = f"/rooms/{triage.pk}/files/{file.pk}/removal"
    assert as_person(ana).post(address).status_code == 404
    assert kept() == [file.content.name]


@pytest.mark.django_db(transaction=True)
def test_uploads_at_once_dont_pass_the_limit_together(triage, ana, uploaded, settings):
    settings.FILE_LIMITS = [(60, 3)]

    def send(number: int) -> bool:
        try:
            accept(triage, ana, SimpleUploadedFile(f"{number}.txt", b"text"))
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(8))) == 3
    assert (File.objects.count(), len(kept())) == (3, 3)


@pytest.mark.catalogue("FI-21")
def test_a_storage_that_takes_nothing_leaves_no_row(triage, ana, as_person, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "taken"},
        }
    }
    (tmp_path / "taken").write_text("a file where the folder should be")
    answer = send(as_person(ana), triage)
    assert (answer.status_code, answer.json()) == (507, {"code": "no_space"})
    assert not File.objects.exists()
