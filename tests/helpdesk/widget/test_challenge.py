"""The piece of work that a form under attack asks browsers for."""

import html
import json
import re
from base64 import b64decode, b64encode
from uuid import uuid4

import pytest
from altcha import Challenge as Work
from altcha import Payload, solve_challenge

from customers.models import Challenge, LinkRequest
from customers.proof import challenges
from tests.helpdesk.widget.frames import words_of
from tests.helpdesk.widget.test_form import OURS, form_url, hidden, send

__all__ = ["form_url", "send"]


@pytest.fixture(autouse=True)
def little_work(monkeypatch):
    monkeypatch.setattr(challenges, "LEAST_WORK", 10)
    monkeypatch.setattr(challenges, "MOST_WORK", 20)


@pytest.fixture
def choose(world):
    def choose(challenge):
        world.workspace.challenge = challenge
        world.workspace.save()

    return choose


@pytest.fixture
def attacked(choose):
    choose(Challenge.ALWAYS)


def work_on(page):
    return json.loads(html.unescape(re.search(r'data-challenge="([^"]*)"', page.text)[1]))


def solved(work):
    challenge = Work.from_dict(work)
    return Payload(challenge, solve_challenge(challenge)).to_base64()


@pytest.fixture
def send_solved(client, form_url):
    """Opens the form, does its work and sends it, perhaps with another solution."""

    def send(solution=None, email="ana@acme.com"):
        page = client.get(form_url)
        fields = {"email": email, "form": hidden(page, "form")}
        return client.post(
            form_url, fields | {"solution": solution or solved(work_on(page))}, headers=OURS
        )

    return send


def test_a_calm_form_asks_for_none(client, form_url, send):
    assert "data-challenge" not in client.get(form_url).text
    assert "challenge.js" not in client.get(form_url).text
    assert send().status_code == 202


def test_a_solution_lets_the_form_through(attacked, send_solved):
    assert send_solved().status_code == 202
    assert LinkRequest.objects.get().address == "ana@acme.com"


def test_without_one_the_form_comes_back_with_the_work_and_goes_on_by_itself(attacked, send):
    response = send("ana@acme.com", "Ana")
    assert response.status_code == 422
    assert "data-goes-on" in response.text
    assert 'value="ana@acme.com"' in response.text
    assert 'value="Ana"' in response.text
    assert not LinkRequest.objects.exists()


def test_without_javascript_it_says_so(attacked, client, form_url):
    [words] = re.findall(r"<noscript>(.*?)</noscript>", client.get(form_url).text, re.DOTALL)
    assert "this form needs JavaScript" in words
    assert "come back" not in words


def test_one_solution_is_good_for_one_form(attacked, client, form_url, send_solved):
    solution = solved(work_on(client.get(form_url)))
    response = send_solved(solution)
    assert response.status_code == 422
    assert "That took long." in words_of(response)
    assert "data-goes-on" not in response.text


def test_work_that_is_done_is_not_asked_for_again_because_of_a_typing_error(attacked, send_solved):
    response = send_solved(email="ana@acme")
    assert response.status_code == 422
    assert "data-challenge" not in response.text
    assert hidden(response, "solution")


def test_one_form_is_good_for_one_address(attacked, client, form_url):
    page = client.get(form_url)
    fields = {"form": hidden(page, "form"), "solution": solved(work_on(page))}
    sent = [
        client.post(form_url, fields | {"email": email}, headers=OURS).status_code
        for email in ("ana@acme.com", "ana@acme.com", "bob@acme.com")
    ]
    assert sent == [202, 202, 422]
    assert LinkRequest.objects.count() == 1


def test_a_solution_that_is_too_late_is_none(attacked, send_solved, monkeypatch):
    monkeypatch.setattr(challenges, "LIFETIME", -1)
    assert send_solved().status_code == 422


def altered(change):
    def alter(solution):
        payload = json.loads(b64decode(solution))
        change(payload)
        return b64encode(json.dumps(payload).encode()).decode()

    return alter


@pytest.mark.parametrize(
    "alter",
    [
        altered(lambda payload: payload["solution"].update(derivedKey="00" * 32)),
        altered(lambda payload: payload["challenge"]["parameters"].update(expiresAt=2**40)),
        altered(lambda payload: payload["challenge"]["parameters"].update(keyPrefix="")),
        altered(lambda payload: payload["challenge"].update(signature=None)),
        altered(lambda payload: payload.update(challenge=[])),
        lambda solution: solution[:-9],
        lambda solution: solution * 9,
        lambda solution: "\u0660" * 8,
        lambda solution: "[" * 1_900,
    ],
)
def test_what_was_made_up_is_no_solution(db, alter):
    form = uuid4()
    solution = solved(json.loads(challenges.new_challenge(form)))
    assert challenges.is_solved(solution, form)
    assert not challenges.is_solved(alter(solution), form)


def test_work_that_others_signed_is_none(db, settings):
    form = uuid4()
    solution = solved(json.loads(challenges.new_challenge(form)))
    settings.SECRET_KEY = "another" * 10
    assert not challenges.is_solved(solution, form)


def test_it_is_asked_for_while_more_than_half_of_the_widgets_budget_is_used(
    client, send, form_url, settings
):
    settings.WIDGET_LIMITS = [(300, 4)]
    for email in ("ana@acme.com", "bob@acme.com"):
        assert send(email).status_code == 202
        assert "data-challenge" not in client.get(form_url).text
    assert send("cy@acme.com").status_code == 202
    page = client.get(form_url)
    assert "data-challenge" in page.text
    assert "come back in 5 minutes" in page.text
    assert send("di@acme.com").status_code == 422


def test_a_workspace_that_never_wants_it_never_asks(choose, send, settings):
    choose(Challenge.NEVER)
    settings.WIDGET_LIMITS = [(300, 2)]
    assert [send(f"a{number}@acme.com").status_code for number in range(2)] == [202, 202]


def test_nobody_works_for_a_form_that_may_not_be_sent(attacked, send, settings, world):
    settings.WIDGET_LIMITS = [(300, 1)]
    LinkRequest.objects.create(workspace=world.workspace, form=uuid4())
    assert send().status_code == 429
