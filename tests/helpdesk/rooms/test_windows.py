"""A room's messages a page at a time, and its page at one of them."""

import re

import pytest

from helpdesk.rooms import fitting
from helpdesk.rooms.windows import after, around, before, newest
from tests.helpdesk.rooms.conftest import say


def numbers(page) -> list[int]:
    return [message.seq for message in page]


def shown(html: str) -> list[int]:
    return [
        int(seq) for seq in re.findall(r'<article class="message" id="m\d+" data-seq="(\d+)"', html)
    ]


@pytest.fixture
def hundred(triage, ana):
    """Acme's Triage with a hundred messages."""
    say(triage, ana, *(f"number {n}" for n in range(1, 101)))
    triage.refresh_from_db()
    return triage


def test_pages_are_in_order_and_end_at_the_rooms_ends(triage, ana):
    say(triage, ana, *"abcdef")
    assert numbers(newest(triage, 3)) == [4, 5, 6]
    assert numbers(before(triage, 4, 2)) == [2, 3]
    assert numbers(before(triage, 1)) == []
    assert numbers(after(triage, 2, 3)) == [3, 4, 5]
    assert numbers(after(triage, 6)) == []
    assert numbers(around(triage, 3, 2)) == [2, 3, 4]
    assert numbers(around(triage, 1, 2)) == [1, 2]
    assert numbers(around(triage, 99)) == []


def test_of_long_messages_a_page_has_those_that_are_wanted_most(triage, ana, monkeypatch):
    monkeypatch.setattr(fitting, "MOST_CHARACTERS", 12)
    say(triage, ana, *["four"] * 8, "longer than all that")
    assert numbers(newest(triage)) == [9]
    assert numbers(before(triage, 9)) == [6, 7, 8]
    assert numbers(after(triage, 2)) == [3, 4, 5]
    assert numbers(around(triage, 5)) == [4, 5, 6]


def test_one_authors_messages_of_a_minute_stand_together(triage, ana, world):
    first = say(triage, ana, "a", "b", "c")[0]
    say(triage, world.ada, "d")
    triage.messages.update(created_at=first.created_at)
    assert [message.follows for message in newest(triage)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", 51, 100),
        ("before=51", 1, 50),
        ("after=50", 51, 100),
        ("after=98", 99, 100),
        ("around=50", 25, 75),
        ("around=nonsense", 51, 100),
        ("around=99999999999999999999", 51, 100),
    ],
)
def test_history_comes_by_the_window(as_person, ana, hundred, query, first, last):
    html = as_person(ana).get(f"/rooms/{hundred.pk}/history?{query}").text
    assert shown(html) == list(range(first, last + 1))


def test_a_link_opens_the_room_at_its_message_for_people_and_agents(
    as_person, as_agent, ana, world, hundred
):
    there = as_person(ana).get(f"/rooms/{hundred.pk}/?at=30").text
    here = as_agent(world.ada).get(world.url(f"rooms/{hundred.pk}?at=30")).text
    for page in (there, here):
        assert shown(page) == list(range(5, 56))
        assert re.search(r'data-seq="30"[^>]* data-marked tabindex="-1" autofocus', page)
        assert page.count("data-marked") == 1
        assert "?at=5" in page, "the way to earlier ones without scripts"
        assert "?at=55" in page
    assert f'data-link="/rooms/{hundred.pk}/?at="' in there
    assert f'data-link="{world.url(f"rooms/{hundred.pk}")}?at="' in here


def test_a_link_to_no_message_opens_the_room(as_person, ana, hundred):
    for at in ("101", "0", "x", "-1"):
        page = as_person(ana).get(f"/rooms/{hundred.pk}/?at={at}").text
        assert shown(page)[-1] == 100
        assert "data-marked" not in page


def test_a_link_leads_a_stranger_nowhere(as_person, as_agent, client, bob, world, hundred):
    for browser in (client, as_person(bob)):
        there, nowhere = (browser.get(f"/rooms/{room}/?at=30") for room in (hundred.pk, 10**9))
        assert there.status_code == nowhere.status_code == 404
        assert there.content == nowhere.content
    assert "Open the link from our mail" in client.get(f"/rooms/{hundred.pk}/?at=30").text
    assert as_agent(world.oscar).get(world.url(f"rooms/{hundred.pk}?at=30")).status_code == 404


def test_an_agent_who_signs_in_comes_to_the_message(client, world, hundred):
    answer = client.get(world.url(f"rooms/{hundred.pk}?at=30"))
    assert "%3Fat%3D30" in answer.url


def test_a_room_opened_at_a_message_is_not_thereby_read(as_agent, world, hundred):
    as_agent(world.ada).get(world.url(f"rooms/{hundred.pk}?at=30"))
    assert not hundred.readings.filter(agent=world.ada).exists()


def test_each_window_is_one_query_however_long_the_room(hundred, django_assert_num_queries):
    for window in (newest, lambda room: around(room, 50), lambda room: before(room, 50)):
        with django_assert_num_queries(1):
            window(hundred)
