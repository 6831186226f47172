"""Pages of search: to whom they show what, and where what was found leads."""

from difflib import SequenceMatcher
from itertools import islice, permutations

import pytest

from helpdesk.rooms import search as search_module
from helpdesk.rooms.access import home_of
from helpdesk.rooms.snippets import snippet
from tests.helpdesk.rooms.conftest import say


@pytest.fixture
def said(triage, ana, bob, world):
    """The same word in Acme's and in Birch's Triage."""
    say(triage, ana, "Where is <b>zanzibar</b>?")
    say(home_of(bob), bob, "In zanzibar too")
    return triage


def test_a_person_finds_in_their_rooms_and_is_led_to_the_message(as_person, ana, bob, said):
    page = as_person(ana).get("/rooms/search?q=zanz").text
    assert f'href="/rooms/{said.pk}/?at=1"' in page
    assert "Where is &lt;b&gt;<mark>zanz</mark>ibar&lt;/b&gt;?" in page
    assert "In zanzibar too" not in page


def test_what_was_found_is_shown_without_its_marks(as_person, ana, triage):
    say(triage, ana, "It is **in *zanzibar*** now")
    page = as_person(ana).get("/rooms/search?q=zanz").text
    assert "It is in <mark>zanz</mark>ibar now" in page


def test_a_browser_of_several_people_finds_in_the_rooms_of_all(as_person, ana, world, said):
    there = world.person("ana@acme.com", workspace=world.otter)
    say(home_of(there), there, "zanzibar elsewhere")
    page = as_person(ana, there).get("/rooms/search?q=zanzibar").text
    assert page.count('class="hit"') == 2


def test_who_is_not_signed_in_is_told_how_to_come_in(client, db):
    assert "Open your link" in client.get("/rooms/search?q=x").text


def test_a_room_that_is_not_ones_own_narrows_nothing(as_person, ana, bob, said):
    page = as_person(ana).get(f"/rooms/search?q=zanzibar&room={home_of(bob).pk}").text
    assert page.count('class="hit"') == 1
    assert "only in" not in page
    assert "only in Triage" in as_person(ana).get(f"/rooms/search?q=zanzibar&room={said.pk}").text


def test_the_panel_of_a_room_finds_there(as_person, as_agent, ana, bob, world, said):
    below = f"/rooms/{said.pk}/search"
    assert 'role="search"' in as_person(ana).get(below).text
    assert as_person(ana).get(f"{below}?q=zanzibar").text.count('class="hit"') == 1
    assert "Nothing found." in as_person(ana).get(f"{below}?q=xylophone").text
    assert as_person(bob).get(f"{below}?q=zanzibar").status_code == 404
    there = as_agent(world.rita).get(world.url(f"rooms/{said.pk}/search?q=zanzibar")).text
    assert f'href="{world.url(f"rooms/{said.pk}")}?at=1"' in there


def test_the_desk_finds_messages_of_all_rooms_beside_rooms(as_agent, world, said):
    rows = as_agent(world.ada).get(world.url("rows?q=zanzibar")).text
    assert rows.count('class="hit"') == 2
    assert f'href="{world.url(f"rooms/{said.pk}")}?at=1"' in rows
    assert "?at=1" in rows.partition("hx-get")[2]
    assert 'class="hit"' not in as_agent(world.ada).get(world.url("rows?q=xylophone")).text


def test_more_is_asked_for_by_the_key(as_person, ana, triage, monkeypatch):
    monkeypatch.setattr(search_module, "PAGE", 2)
    messages = say(triage, ana, "word one", "word two", "word three")
    browser = as_person(ana)
    first = browser.get("/rooms/search?q=word").text
    more = f"/rooms/search?q=word&amp;before={messages[1].pk}"
    assert more in first
    rest = browser.get(more.replace("&amp;", "&")).text
    assert rest.count('class="hit"') == 1
    assert "?at=1" in rest


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("a <i> & b", ["b"], "a &lt;i&gt; &amp; <mark>b</mark>"),
        ("passport, password", ["pass"], "<mark>pass</mark>port, <mark>pass</mark>word"),
        ("the password", ["sword"], "the pas<mark>sword</mark>"),
        ("the Password", ["pasword"], "the <mark>Password</mark>"),
        ("nothing like it", ["xylophone"], "nothing like it"),
        ("a.b", ["."], "a<mark>.</mark>b"),
    ],
)
def test_a_snippet_marks_what_was_found_and_escapes_all(text, words, shown):
    assert snippet(text, words) == shown


def test_few_words_of_a_text_are_compared_letter_by_letter_with_one_spelt_nearly_so(monkeypatch):
    compared = []
    ratio = SequenceMatcher.ratio
    monkeypatch.setattr(SequenceMatcher, "ratio", lambda self: compared.append(1) or ratio(self))
    text = " ".join("".join(letters) for letters in islice(permutations("password"), 1000))
    assert "<mark>passport</mark>" in snippet(f"{text} passport", ["pasport"])
    assert len(compared) <= 2 * 3  # difflib asks twice


def test_a_snippet_is_a_piece_of_a_long_text():
    piece = snippet("x " * 500 + "needle" + " y" * 500, ["needle"])
    assert piece.startswith("…")
    assert piece.endswith("…")
    assert "<mark>needle</mark>" in piece
    assert len(piece) < 250
