"""The link page against those who look first, press twice, press at once, or sign others in."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from customers.models import MagicLink, PersonSession
from helpdesk.models import Room
from tests.customers.proof.test_links import at_once, mailed_code
from tests.helpdesk.arrival.test_link_page import press
from tests.helpdesk.widget.test_form import OURS, hidden, text_of


def looks():
    """Each way in which a program looks at a link."""
    prefetch = {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender"}
    return [
        ("get", {}),
        ("head", {}),
        ("options", {}),
        ("get", prefetch),
    ]


@pytest.mark.catalogue("AZ-18")
@pytest.mark.parametrize(("method", "headers"), looks())
def test_a_look_spends_nothing_and_enters_nothing(client, ask, method, headers):
    path = ask()
    for _ in range(20):
        answer = getattr(client, method)(path, headers=headers)
        assert answer.status_code in {200, 204}
        assert not answer.cookies
    assert MagicLink.objects.unspent().count() == 1
    assert not PersonSession.objects.exists()
    assert press(client, path).status_code == 303


@pytest.mark.parametrize("address", ["again", "rubbish"])
def test_a_program_may_ask_what_else_it_could_ask(client, ask, address):
    path = ask() if address == "again" else "/link/rubbish/"
    assert client.options(f"{path}again").headers["Allow"] == "POST"


@pytest.mark.catalogue("AZ-23")
@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_whatever_an_address_names_as_the_next_page_it_leads_to_the_room(client, ask, world, to):
    path = ask()
    nonce = hidden(client.get(path, {"next": to}), "nonce")
    fields = {"nonce": nonce, "clicked": "1", "next": to}
    answer = client.post(f"{path}?next={to}", fields, headers=OURS)
    assert answer.url == f"/rooms/{world.acme.rooms.get().pk}/"


def test_where_somebody_else_is_signed_in_it_asks_and_offers_to_stay(client, ask):
    press(client, ask())
    page = text_of(client.get(ask("bob@acme.com")))
    assert "You are here as a•••@acme.com" in page
    assert "Continue as <strong>b•••@acme.com</strong> instead" in page
    assert "Stay here as a•••@acme.com" in page


def test_somebody_who_signs_in_while_the_page_stands_open_is_asked_for(client, ask):
    theirs = ask("bob@acme.com")
    nonce = hidden(client.get(theirs), "nonce")
    mine = press(client, ask())
    answer = client.post(theirs, {"nonce": nonce, "clicked": "1"}, headers=OURS)
    assert answer.status_code == 403
    assert "You are here as a•••@acme.com" in text_of(answer)
    assert client.get(mine.url).status_code == 200
    assert press(client, theirs).status_code == 303


def test_no_key_that_was_there_before_is_anybodys_session(client, ask, world):
    name = f"person-{world.workspace.widget_id}"
    client.cookies[name] = "chosen-by-somebody-else"
    keys = ["chosen-by-somebody-else"]
    for _ in range(3):
        keys.append(press(client, ask()).cookies[name].value)
    assert len(set(keys)) == 4
    assert PersonSession.objects.open().count() == 1


@pytest.mark.catalogue("AZ-15")
def test_it_opens_until_its_end_and_not_after(client, ask):
    early, late = ask(), ask("bob@birch.io")
    MagicLink.objects.filter(person__email="bob@birch.io").update(
        expires_at=Now() - timedelta(seconds=1)
    )
    MagicLink.objects.filter(person__email="ana@acme.com").update(
        expires_at=Now() + timedelta(seconds=5)
    )
    assert press(client, early).status_code == 303
    assert client.get(late).status_code == 410


@pytest.fixture
def clock_off(monkeypatch):
    """A function that sets the program's clock, not the database's, wrong by minutes."""

    def set_clock(minutes):
        off = timedelta(minutes=minutes)
        seconds, moment = time.time, timezone.now
        monkeypatch.setattr(time, "time", lambda: seconds() + off.total_seconds())
        monkeypatch.setattr(timezone, "now", lambda: moment() + off)

    return set_clock


@pytest.mark.catalogue("FI-19")
@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_wrong_clock_changes_nothing_about_when_a_link_ends(client, ask, clock_off, minutes):
    clock_off(minutes)
    path, other = ask(), ask("bob@birch.io")
    ends = MagicLink.objects.filter(expires_at__gt=Now() + timedelta(minutes=29))
    assert ends.filter(expires_at__lt=Now() + timedelta(minutes=31)).count() == 2
    MagicLink.objects.filter(person__email="bob@birch.io").update(
        expires_at=Now() - timedelta(seconds=1)
    )
    opened = press(client, path)
    assert client.get(opened.url).status_code == 200
    assert Client().get(other).status_code == 410


def test_a_clock_that_is_set_right_while_the_page_stands_open_changes_nothing(
    client, ask, clock_off
):
    path = ask()
    nonce = hidden(client.get(path), "nonce")
    clock_off(-10)
    answer = client.post(path, {"nonce": nonce, "clicked": "1"}, headers=OURS)
    assert answer.status_code == 303


@pytest.mark.catalogue("FI-17")
@pytest.mark.django_db(transaction=True)
def test_pressed_fifty_times_at_once_one_session_begins(client, ask):
    path = ask()
    fields = {"nonce": hidden(client.get(path), "nonce"), "clicked": "1"}
    answers = at_once(lambda _n: Client().post(path, fields, headers=OURS).status_code, 50)
    assert Counter(answers) == {303: 1, 410: 49}
    assert PersonSession.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_link_and_code_used_fifty_times_at_once_begin_one_session(client, ask):
    path, code = ask(), mailed_code()
    nonce = hidden(client.get(path), "nonce")
    ways = [{"nonce": nonce, "clicked": "1"}, {"nonce": nonce, "clicked": "", "code": code}]
    answers = at_once(lambda n: Client().post(path, ways[n % 2], headers=OURS).status_code, 50)
    assert Counter(answers)[303] == 1
    assert set(answers) <= {303, 410, 422}
    assert PersonSession.objects.count() == 1
    assert Room.objects.filter(person__isnull=False).count() == 0
