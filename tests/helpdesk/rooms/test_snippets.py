"""The piece of a text that a search shows is cut between words."""

import pytest

from helpdesk.rooms.snippets import LENGTH, snippet

LONG = "They are right. Firmware 4.2 forgets the calibration of the older sensors"


@pytest.mark.parametrize("words", [["calibration"], ["older"], ["sensors"], ["the"]])
def test_it_begins_with_a_whole_word(words):
    begins = snippet(LONG, words).removeprefix("…").split("<mark>")[0]
    assert f" {begins}" in f" {LONG}"


def test_a_number_with_a_point_is_one_word():
    text = f"Firmware 4.2 forgets {'x' * 29} found"
    assert snippet(text, ["found"]) == f"…forgets {'x' * 29} <mark>found</mark>"


def test_it_ends_with_a_whole_word():
    text = "found " + "lengthy " * 40
    assert snippet(text, ["found"]).endswith(" lengthy…")


@pytest.mark.parametrize("text", ["x" * 90 + "found" + "y" * 300, "見" * 90 + "found" + "見" * 300])
def test_where_there_are_no_blanks_it_is_cut_anywhere(text):
    piece = snippet(text, ["found"])
    assert "<mark>found</mark>" in piece
    assert len(piece) == LENGTH + len("……<mark></mark>")


def test_a_short_text_is_whole():
    assert snippet("It's found & kept.", ["found"]) == "It&#x27;s <mark>found</mark> &amp; kept."
    assert snippet("Nothing of it", []) == "Nothing of it"
