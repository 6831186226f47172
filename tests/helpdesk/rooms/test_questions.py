"""How often one may ask what is dear to answer."""

import pytest

from helpdesk.rooms import questions
from helpdesk.rooms.questions import SEARCH, Budgets
from tests.helpdesk.rooms.conftest import say


@pytest.fixture(autouse=True)
def few(settings, monkeypatch):
    """Four questions, and no more while a test lasts."""
    settings.QUESTIONS_PER_SECOND = 0.001
    monkeypatch.setattr(questions, "BURST", 4.0)
    monkeypatch.setattr(questions, "_budgets", Budgets())


@pytest.mark.parametrize("path", ["history?before=9", "mentionable?q=a", "search?q=hello"])
def test_who_asks_too_often_is_told_to_wait_and_others_are_not(
    path, world, triage, ana, as_person, as_agent
):
    say(triage, world.ada, "hello")
    people, agents = as_person(ana), as_agent(world.ada)
    address = f"rooms/{triage.pk}/{path}"
    for get in (lambda: people.get(f"/{address}"), lambda: agents.get(world.url(address))):
        answers = [get() for _ in range(5)]
        assert answers[0].status_code == 200 and answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert answers[-1].text == "That was a lot in a short time. Try again in a moment."
        assert answers[-1].headers["Content-Type"].startswith("text/plain")


def test_a_page_of_search_says_so_with_its_form(world, triage, ana, bob, as_person):
    say(triage, ana, "hello")
    found, refused = [as_person(ana).get("/rooms/search", {"q": "hello"}) for _ in range(2)]
    assert found.status_code == 200 and 'class="hit"' in found.text
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
    assert "Try again in a moment" in refused.text and 'role="search"' in refused.text
    assert "Nothing found" not in refused.text
    assert as_person(bob).get("/rooms/search", {"q": "hello"}).status_code == 200


def test_the_room_itself_is_shown_however_often(triage, ana, as_person):
    browser = as_person(ana)
    assert {browser.get(f"/rooms/{triage.pk}/").status_code for _ in range(6)} == {200}


def test_a_budget_grows_again_up_to_a_burst(settings, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(questions, "monotonic", lambda: now[0])
    settings.QUESTIONS_PER_SECOND = 2
    budgets = Budgets()
    assert [budgets.spend("p1", SEARCH) for _ in range(2)] == [0, 1.0]
    now[0] = 1.0
    assert budgets.spend("p1", SEARCH) == 0
    now[0] = 100.0
    assert [budgets.spend("p1", 1) for _ in range(5)] == [0, 0, 0, 0, 0.5]


def test_of_very_many_askers_the_oldest_are_forgotten(monkeypatch):
    monkeypatch.setattr(questions, "MOST_KNOWN", 2)
    budgets = Budgets()
    for key in ("p1", "p2", "p1", "p3"):
        assert budgets.spend(key, 2) == 0
    assert budgets.spend("p1", 2) > 0
    assert budgets.spend("p2", 4) == 0
