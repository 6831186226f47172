"""Files that a form without scripts sends with its text, wherever the room's page stands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from helpdesk.models import File, Message
from tests.helpdesk.widget.conftest import in_frame, session, widget
from tests.helpdesk.widget.frames import OURS, bearing

__all__ = ["in_frame", "session", "widget"]


@pytest.fixture(params=["person", "frame", "agent"])
def send(request, world, triage, ana, as_person, as_agent, widget, session):
    """A function that sends the form from one of the three places."""
    browser, address, headers = {
        "person": lambda: (as_person(ana), f"/rooms/{triage.pk}/messages", {}),
        "frame": lambda: (Client(), f"{widget}rooms/{triage.pk}/messages", OURS | bearing(session)),
        "agent": lambda: (as_agent(world.ada), world.url(f"rooms/{triage.pk}/messages"), {}),
    }[request.param]()

    def send(text: str, *names: str):
        files = [SimpleUploadedFile(name, b"text") for name in names]
        sent = {"text": text, "files": files}
        return browser.post(address, sent, headers=headers, follow=request.param != "frame")

    return send


def test_they_are_posted_with_their_text_or_alone(triage, send):
    send("Both", "a.txt", "b.txt")
    send("", "c.txt")
    first, second = Message.objects.order_by("seq")
    assert [file.name for file in first.files.all()] == ["a.txt", "b.txt"]
    assert (second.text, second.files.get().name) == ("", "c.txt")


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["setup.exe"], "Files of this type are not taken here."),
        ([f"{number}.txt" for number in range(11)], "A message has at most 10 files."),
    ],
)
def test_what_cant_be_taken_is_said(send, names, words):
    assert words in send("With a file", *names).text
    assert not Message.objects.exists()
    assert not File.objects.exists()


@pytest.mark.parametrize(
    ("text", "names"), [("My <story>", ["a.txt", "setup.exe"]), ("x" * 10_001, ["a.txt"])]
)
def test_what_was_written_is_not_lost_and_no_upload_stays(send, text, names):
    """An upload that nobody can post any more would count among those that wait."""
    assert f'">{escape(text)}</textarea>' in send(text, *names).text
    assert not File.objects.exclude(content="").exists()


def test_a_form_with_nothing_in_it_is_refused(send):
    assert "Write something first." in send("").text
