"""What is found by words, and by whom."""

import pytest

from helpdesk.models import Room
from helpdesk.rooms import search as search_module
from helpdesk.rooms.access import rooms_for_agent, rooms_for_person
from helpdesk.rooms.search import search, search_room
from tests.helpdesk.rooms.conftest import say


@pytest.fixture
def texts(triage, ana, world):
    """A function that gives the texts that are found in Acme's Triage."""
    say(
        triage,
        ana,
        "I forgot my password again",
        "The invoice of May is wrong",
        "Write to billing@acme.com or see /var/log/app.err",
        "Grüße aus München, ça va? 你好世界",
    )

    def texts(words: str) -> list[str]:
        return [message.text.split()[0] for message in search_room(triage, words).messages]

    return texts


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("password", ["I"]),
        ("PASSWORD", ["I"]),
        ("forgot password", ["I"]),
        ("pass forg", ["I"]),  # how they begin
        ("password invoice", []),  # all of them
        ("pasword", ["I"]),  # nearly so
        ("invoce", ["The"]),
        ("ssword", ["I"]),  # within one
        ("billing@acme.com", ["Write"]),
        ("billing", ["Write"]),
        ("münchen", ["Grüße"]),
        ("你好", ["Grüße"]),
        ("xylophone", []),
    ],
)
def test_words_are_found_as_written_as_begun_and_nearly_so(texts, words, found):
    assert texts(words) == found


@pytest.mark.parametrize(
    "words", ["", "  ", "'", "\\", "''':* | !", "%", "__", "&|!()<->", ":*", "\0", "😀", "a" * 9999]
)
def test_nonsense_finds_nothing_and_breaks_nothing(texts, words):
    assert texts(words) == []


def test_texts_that_take_too_long_to_be_looked_through_are_given_up(
    texts, triage, ana, world, monkeypatch
):
    say(triage, ana, *["abcdefgh " * 1100] * 20)
    assert texts("pasword") == ["I"]
    monkeypatch.setattr(search_module, "GUESS_PATIENCE", "1")
    assert texts("pasword") == []
    assert texts("password") == ["I"]


def test_a_wildcard_is_a_character(texts):
    assert texts("w%g") == []


def test_a_deleted_message_is_never_found(texts, triage):
    triage.messages.filter(seq=1).update(text="", deleted_at="2026-01-01T00:00Z")
    assert texts("password") == []


@pytest.mark.catalogue("AZ-11")
def test_what_was_said_elsewhere_is_not_found(world, ana, bob, triage):
    say(triage, ana, "The word is zanzibar")
    assert search(rooms_for_person(bob), "zanzibar").messages == []
    assert search(rooms_for_person(bob), "zanzibra").messages == []
    assert search(rooms_for_agent(world.otter), "zanzibar").messages == []
    assert len(search(rooms_for_person(ana), "zanzibar").messages) == 1
    assert len(search(rooms_for_agent(world.workspace), "zanzibar").messages) == 1


@pytest.mark.parametrize("words", ["number", "numbre"])
def test_pages_follow_each_other_newest_first_without_gap(triage, ana, words, monkeypatch):
    monkeypatch.setattr(search_module, "PAGE", 2)
    say(triage, ana, *(f"number {n}" for n in range(1, 6)))
    for find in (
        lambda key: search_room(triage, words, key),
        lambda key: search(Room.objects.filter(pk=triage.pk), words, key),
    ):
        pages, key = [], ""
        while page := find(key):
            pages.append([message.seq for message in page.messages])
            key = page.more
            if not key:
                break
        assert pages == [[5, 4], [3, 2], [1]]


def test_searching_is_a_few_queries(triage, ana, django_assert_max_num_queries):
    say(triage, ana, *(f"number {n}" for n in range(1, 25)))
    with django_assert_max_num_queries(5):  # two are the transaction's
        for message in search(rooms_for_agent(triage.workspace), "number").messages:
            assert message.room.customer.name
            assert str(message.author)
