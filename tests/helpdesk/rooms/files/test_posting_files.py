"""Files in messages: whose they must be, and how they are shown."""

import re
from uuid import uuid4

import pytest

from helpdesk.models import File, Message
from helpdesk.rooms.files.showing import files_of, shown_file, shown_size
from helpdesk.rooms.posting import post
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import rendered
from helpdesk.rooms.windows import newest
from tests.helpdesk.rooms.conftest import in_thread
from tests.helpdesk.rooms.files.conftest import drawn


def test_files_say_it_all_and_stand_in_their_order(triage, ana, uploaded):
    files = [uploaded(triage, ana, name=f"{letter}.txt") for letter in "cab"]
    message = post(triage, ana, uuid4(), "", files=[file.pk for file in files]).message
    assert (message.text, message.has_files) == ("", True)
    assert [file.name for file in message.files.all()] == ["c.txt", "a.txt", "b.txt"]


def test_an_answer_quotes_the_names_of_files_that_say_it_all(triage, ana, world, uploaded):
    files = [uploaded(triage, ana, name=name).pk for name in ("a.txt", "b.txt")]
    post(triage, ana, uuid4(), "", files=files)
    post(triage, world.ada, uuid4(), "thank you", reply_to=1)
    assert newest(triage)[1].quote.words == "a.txt, b.txt"


def test_a_text_without_files_has_none(triage, ana, uploaded):
    uploaded(triage, ana)
    assert post(triage, ana, uuid4(), "hello").message.has_files is False


def test_sent_again_it_is_the_same_message(triage, ana, uploaded):
    file, client_id = uploaded(triage, ana), uuid4()
    first, again = (post(triage, ana, client_id, "", files=[file.pk, file.pk]) for _ in range(2))
    assert (first.message, again.created) == (again.message, False)
    assert [found.pk for found in first.message.files.all()] == [file.pk]


@pytest.mark.catalogue("AZ-10")
def test_only_ones_own_upload_of_that_room_can_be_posted_and_once(world, triage, ana, uploaded):
    amys = uploaded(triage, world.person("amy@acme.com"))
    elsewhere = uploaded(world.birch.rooms.get(), ana)
    adas = uploaded(triage, world.ada)
    posted = uploaded(triage, ana)
    post(triage, ana, uuid4(), "", files=[posted.pk])
    own = uploaded(triage, ana)
    for other in (amys.pk, elsewhere.pk, adas.pk, posted.pk, uuid4()):
        with pytest.raises(Refused, match="file_gone"):
            post(triage, ana, uuid4(), "with text", files=[own.pk, other])
    triage.refresh_from_db()
    assert triage.last_seq == Message.objects.count() == 1
    own.refresh_from_db()
    assert own.message is None


def test_too_many_files_are_refused(triage, ana):
    with pytest.raises(Refused, match="too_many_files"):
        post(triage, ana, uuid4(), "", files=[uuid4() for _ in range(11)])


@pytest.mark.django_db(transaction=True)
async def test_a_client_posts_them_over_its_socket(world, triage, ana, line, uploaded):
    file = await in_thread(uploaded, triage, ana, drawn(size=(800, 600)), "a <b>.png")
    adas = await line(world.ada, world.workspace, triage)
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    sent = {"room": triage.pk, "client_id": str(uuid4()), "text": ""}
    await anas.say("post", **sent, files=[str(uuid4())])
    await anas.until("error", code="file_gone")
    await anas.say("post", **sent, files=["no id"])
    await anas.until("error", code="bad_frame")
    await anas.say("post", **sent, files=[str(file.pk)])
    await anas.until("posted", seq=1)
    html = (await adas.until("message", seq=1))["html"]
    assert f'data-file="{file.pk}"' in html
    assert 'width="320" height="240"' in html
    assert "a &lt;b&gt;.png" in html


def test_a_fragment_is_the_same_for_all_and_names_no_address(triage, ana, uploaded):
    file = uploaded(triage, ana, drawn())
    message = post(triage, ana, uuid4(), "", files=[file.pk]).message
    assert not re.findall(r'(?:href|src)="(?!data:)', rendered(message))


def test_a_page_of_messages_asks_for_their_files_once(
    triage, ana, uploaded, django_assert_max_num_queries
):
    for _ in range(3):
        post(triage, ana, uuid4(), "", files=[uploaded(triage, ana).pk, uploaded(triage, ana).pk])
    with django_assert_max_num_queries(2):
        page = newest(triage)
    assert [len(message.files) for message in page] == [2, 2, 2]


def test_nothing_is_asked_where_no_message_has_files(triage, ana, django_assert_num_queries):
    messages = [post(triage, ana, uuid4(), "hello").message]
    with django_assert_num_queries(0):
        assert files_of(messages) == {}


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ((4000, 3000), (320, 240)),
        ((100, 50), (100, 50)),
        ((9000, 3), (320, 32)),
        ((5, 5), (32, 32)),
    ],
)
def test_an_image_has_its_place_before_it_is_loaded(full, shown):
    file = shown_file(File(name="a.png", size=1, width=full[0], height=full[1]))
    assert (file.is_image, (file.width, file.height)) == (True, shown)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (9_960, "10 kB"),
        (25_000_000, "25 MB"),
        (5 * 10**12, "5000 GB"),
    ],
)
def test_sizes_are_short(size, shown):
    assert shown_size(size) == shown
