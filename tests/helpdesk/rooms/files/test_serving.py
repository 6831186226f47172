"""Files are there for who may read their message, and for nobody else; and they run nothing."""

from uuid import uuid4

import pytest
from django.utils import timezone

from customers.routing.blocks import block
from helpdesk.models import File, Message
from helpdesk.rooms.posting import post
from tests.helpdesk.rooms.files.conftest import body_of, drawn

HTML = b"<!doctype html><script>alert(document.domain)</script>"


@pytest.fixture
def image(triage, ana, uploaded) -> File:
    return uploaded(triage, ana, drawn(size=(900, 600)), "plan.png")


def posted(room, author, *files: File) -> Message:
    return post(room, author, uuid4(), "", files=[file.pk for file in files]).message


def url(file: File, part: str = "") -> str:
    return f"/rooms/{file.room_id}/files/{file.pk}{part}"


def test_readers_of_the_room_get_the_file_and_its_thumbnail(world, image, ana, as_person, as_agent):
    posted(image.room, ana, image)
    colleague = as_person(world.person("amy@acme.com"))
    answer = colleague.get(url(image))
    assert answer["Content-Type"] == "image/png"
    assert body_of(answer) == drawn(size=(900, 600))
    assert int(answer["Content-Length"]) == image.size
    assert answer["Content-Disposition"] == 'inline; filename="plan.png"'
    small = colleague.get(url(image, "/thumbnail"))
    assert small["Content-Type"] == "image/webp"
    assert body_of(small).startswith(b"RIFF")
    agents = as_agent(world.rita).get(world.url(f"rooms/{image.room_id}/files/{image.pk}"))
    assert agents.status_code == 200


@pytest.mark.catalogue("AZ-10")
def test_everybody_else_gets_404(world, image, ana, bob, as_person, as_agent, client):
    posted(image.room, ana, image)
    for part in ("", "/thumbnail"):
        assert as_person(bob).get(url(image, part)).status_code == 404
        assert client.get(url(image, part)).status_code == 404
        address = world.url(f"rooms/{image.room_id}/files/{image.pk}{part}")
        assert as_agent(world.oscar).get(address).status_code == 404
    # Nor by way of a room that is open to them
    own = world.birch.rooms.get()
    assert as_person(bob).get(f"/rooms/{own.pk}/files/{image.pk}").status_code == 404
    assert as_person(ana).get(f"/rooms/{image.room_id}/files/{uuid4()}").status_code == 404


@pytest.mark.catalogue("AZ-10")
def test_what_was_open_is_asked_for_anew_each_time(image, ana, world, as_person):
    posted(image.room, ana, image)
    browser = as_person(ana)
    answer = browser.get(url(image))
    assert answer["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": answer["ETag"]}
    again = browser.get(url(image), headers=known)
    assert (again.status_code, body_of(again)) == (304, b"")
    block(ana, world.ada)
    assert browser.get(url(image), headers=known).status_code == 404


def test_an_upload_is_its_authors_alone_until_it_is_posted(world, image, ana, as_person, as_agent):
    assert as_person(ana).get(url(image, "/thumbnail")).status_code == 200
    assert as_person(world.person("amy@acme.com")).get(url(image)).status_code == 404
    agents = world.url(f"rooms/{image.room_id}/files/{image.pk}")
    assert as_agent(world.ada).get(agents).status_code == 404


def test_the_files_of_a_deleted_message_are_nobodys(image, ana, as_person):
    message = posted(image.room, ana, image)
    Message.objects.filter(pk=message.pk).update(deleted_at=timezone.now())
    assert as_person(ana).get(url(image)).status_code == 404


@pytest.mark.catalogue("AZ-45")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", HTML),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("holiday.png", HTML),
        ("holiday.gif", b"GIF89a" + HTML),
        ("paper.pdf", b"%PDF-1.7"),
        ("module.mjs", b"alert(1)"),
    ],
)
def test_what_could_run_is_saved_never_opened(triage, ana, uploaded, as_person, name, content):
    answer = as_person(ana).get(url(uploaded(triage, ana, content, name)))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert harmless(answer)


@pytest.mark.catalogue("AZ-45")
def test_an_image_that_is_a_page_as_well_is_an_image(triage, ana, uploaded, as_person):
    both = drawn("GIF") + HTML
    answer = as_person(ana).get(url(uploaded(triage, ana, both, "both.html")))
    assert answer["Content-Type"] == "image/gif"
    assert harmless(answer)


def harmless(answer) -> bool:
    """Whether a browser takes it for what it says, and gives it neither origin nor script."""
    return (
        answer["X-Content-Type-Options"] == "nosniff"
        and answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        and answer["Cross-Origin-Resource-Policy"] == "same-origin"
        and answer["X-Frame-Options"] == "DENY"
    )


def test_names_of_every_script_are_told_as_headers_tell_them(triage, ana, uploaded, as_person):
    answer = as_person(ana).get(url(uploaded(triage, ana, name='Plan "B" für 日本.txt')))
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''Plan%20%22B%22%20f%C3%BCr%20%E6%97%A5%E6%9C%AC.txt"
    )


def test_a_file_whose_content_is_lost_is_not_there(image, ana, as_person):
    image.content.storage.delete(image.content.name)
    assert as_person(ana).get(url(image)).status_code == 404
    assert as_person(ana).get(url(image, "/thumbnail")).status_code == 200
