from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from helpdesk.models import LONGEST_TEXT, Room
from helpdesk.rooms.posting import post
from helpdesk.rooms.reading import mark_read, read_up_to, unread_counts
from helpdesk.rooms.refusals import Denied, Refused
from tests.helpdesk.rooms.conftest import say


def test_messages_are_numbered_from_one(triage, ana, world):
    assert [m.seq for m in say(triage, ana, "a", "b")] == [1, 2]
    assert say(triage, world.ada, "c")[0].seq == 3
    triage.refresh_from_db()
    assert triage.last_seq == 3
    assert triage.last_message_at == triage.messages.get(seq=3).created_at


def test_the_same_client_id_is_one_message(triage, ana):
    client_id = uuid4()
    first, again = (post(triage, ana, client_id, "hello") for _ in range(2))
    assert (first.created, again.created) == (True, False)
    assert first.message == again.message
    triage.refresh_from_db()
    assert triage.last_seq == 1


def test_two_authors_may_have_made_the_same_client_id(triage, ana, world):
    client_id = uuid4()
    assert [post(triage, who, client_id, "x").message.seq for who in (ana, world.ada)] == [1, 2]


def test_who_was_let_in_before_a_room_was_archived_writes_no_more(triage, ana):
    Room.objects.update(archived_at=timezone.now())
    with pytest.raises(Denied, match="archived"):
        post(triage, ana, uuid4(), "x")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("x" * (LONGEST_TEXT + 1), "too_long"),
        ("a\0b", "unreadable"),
        ("\ud800", "unreadable"),
    ],
)
def test_what_is_no_text_is_refused(triage, ana, text, code):
    with pytest.raises(Refused) as refusal:
        post(triage, ana, uuid4(), text)
    assert refusal.value.code == code
    assert not triage.messages.exists()


def test_text_is_kept_with_one_kind_of_line_break(triage, ana):
    assert say(triage, ana, " one\r\n\r\n  two\rthree \n")[0].text == "one\n\n  two\nthree"


def test_the_author_has_read_what_they_wrote(triage, ana, bob):
    say(triage, ana, "a", "b")
    triage.refresh_from_db()
    assert unread_counts([triage], ana) == {triage.pk: 0}
    assert unread_counts([triage], bob) == {triage.pk: 2}


def test_reading_never_goes_back_nor_beyond_the_end(triage, ana, world):
    say(triage, ana, "a", "b", "c")
    triage.refresh_from_db()
    for seq in (2, 1):
        mark_read(triage, world.ada, seq)
        assert read_up_to(triage, world.ada) == 2
    mark_read(triage, world.ada, 99)
    assert read_up_to(triage, world.ada) == 3
    assert unread_counts([triage], world.ada) == {triage.pk: 0}


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_at_once_leave_no_gap_and_no_double(world, triage):
    people = [world.person(f"p{number}@acme.com") for number in range(20)]
    ids = {person.pk: [uuid4() for _ in range(5)] for person in people}

    def write(person) -> list[int]:
        try:
            # Each one twice, as a client does that has lost the answer
            return [
                post(triage, person, client_id, "x").message.seq
                for client_id in ids[person.pk]
                for _ in range(2)
            ]
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = [seq for part in pool.map(write, people) for seq in part]
    assert sorted(answers) == sorted([*range(1, 101), *range(1, 101)])
    assert list(triage.messages.values_list("seq", flat=True)) == list(range(1, 101))
