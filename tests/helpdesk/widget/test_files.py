"""Files in a room inside a vendor's page: the bearer lets in, and nothing of them is framed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from customers.embedding.switch import switch_off
from helpdesk.models import File
from tests.helpdesk.rooms.files.conftest import body_of, drawn
from tests.helpdesk.widget.frames import INSIDE, OURS, bearing, refuses_framing


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def send(browser, widget, triage):
    def send(headers, content=b"text"):
        file = SimpleUploadedFile("notes.txt", content)
        return browser.post(f"{widget}rooms/{triage.pk}/files", {"file": file}, headers=headers)

    return send


def test_who_is_in_a_frame_uploads_with_the_bearer_alone(send, session, browser, widget, triage):
    # Larger than any form of ours may be
    answer = send(OURS | bearing(session), b"x" * 3_000_000)
    assert answer.status_code == 201
    assert File.objects.get().person == session.person
    address = f"{widget}rooms/{triage.pk}/files/{answer.json()['id']}"
    got = browser.get(address, headers=INSIDE | bearing(session) | {"Accept-Encoding": "gzip"})
    assert len(body_of(got)) == int(got["Content-Length"]) == 3_000_000
    assert got["Content-Encoding"] == "identity"


def test_only_a_page_of_ours_uploads_and_only_for_somebody(send, session):
    foreign = {"Origin": "https://juniper.example"}
    assert send(foreign | bearing(session)).status_code == 403
    assert send(bearing(session)).status_code == 403
    assert send(OURS).status_code == 401
    assert send(OURS | bearing("nonsense")).status_code == 401
    assert not File.objects.exists()


@pytest.mark.catalogue("AZ-10", "AZ-45")
def test_a_file_is_framed_nowhere_and_ends_with_its_session(
    world, send, session, browser, widget, triage, bob, in_frame
):
    pk = send(OURS | bearing(session), drawn()).json()["id"]
    for part in ("", "/thumbnail"):
        address = f"{widget}rooms/{triage.pk}/files/{pk}{part}"
        answer = browser.get(address, headers=INSIDE | bearing(session))
        assert answer.status_code == 200
        assert refuses_framing(answer)
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer["Cache-Control"] == "private, no-cache"
        assert browser.get(address, headers=INSIDE).status_code == 401
        theirs = bearing(in_frame(bob).session)
        assert browser.get(address, headers=INSIDE | theirs).status_code == 404
    switch_off(world.workspace)
    assert browser.get(address, headers=INSIDE | bearing(session)).status_code == 403
