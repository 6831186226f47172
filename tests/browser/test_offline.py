"""Without a connection: what is written waits visibly, and goes out once and in order."""

import re

import pytest
from playwright.sync_api import Page, expect

from customers.models import Person
from customers.proof.sessions import cookie_name, start_session
from helpdesk.models import Message, Room
from tests.browser.steps import say, sees


@pytest.fixture
def triage(world) -> Room:
    return world.acme.rooms.get(kind="triage")


@pytest.fixture
def ana(world, someone, live, triage) -> Page:
    """Ana in Triage."""
    person = world.person("ana@acme.com", "Ana")
    Person.objects.filter(pk=person.pk).prove()
    page = someone()
    name = cookie_name(world.workspace.widget_id)
    page.context.add_cookies([{"name": name, "value": start_session(person)[1], "url": live.url}])
    page.goto(f"/rooms/{triage.pk}/")
    say(page, "Hello")
    expect(page.locator("[data-pending]")).to_have_count(0)
    return page


def test_the_state_is_plain_and_what_is_written_goes_out_in_order(ana, triage):
    state = ana.locator(".room-state")
    ana.context.set_offline(True)
    for text in ("one", "two", "three"):
        say(ana, text)
    expect(state).to_have_text("No connection. What you write is sent when it is back.")
    expect(ana.locator("[data-pending]")).to_have_count(3)
    expect(ana.get_by_text("Waiting for the connection").locator("visible=true")).to_have_count(3)
    expect(ana.get_by_text("Sending…").locator("visible=true")).to_have_count(0)
    ana.context.set_offline(False)
    expect(state).to_have_text("Connected again.")
    expect(ana.locator("[data-pending]")).to_have_count(0)
    expect(state).to_be_empty()
    assert list(triage.messages.values_list("text", flat=True)) == ["Hello", "one", "two", "three"]


def test_what_was_stored_without_an_acknowledgement_is_shown_once_after_a_reload(
    ana, triage, world
):
    stored = triage.messages.get()
    key = f"unsent p{stored.person_id} {world.workspace.widget_id}"
    post = {"room": triage.pk, "client_id": str(stored.client_id), "text": stored.text}
    ana.evaluate(
        "([key, post]) => sessionStorage.setItem(key, JSON.stringify([post]))", [key, post]
    )
    ana.reload()
    say(ana, "Goes on")
    expect(ana.locator("[data-pending]")).to_have_count(0)
    sees(ana, "Hello")
    assert [message.text for message in triage.messages.all()] == ["Hello", "Goes on"]


def test_closing_is_warned_about_as_long_as_something_waits(ana):
    asked = []
    ana.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    ana.context.set_offline(True)
    say(ana, "Unsent")
    ana.context.set_offline(False)
    expect(ana.locator("[data-pending]")).to_have_count(0)
    ana.reload()
    assert asked == []
    ana.context.set_offline(True)
    say(ana, "Unsent too")
    ana.goto("about:blank")
    assert asked == ["beforeunload"]


def test_what_was_refused_is_not_lost(ana, triage):
    refused = "x" * 10_001
    ana.get_by_role("textbox", name="Message").evaluate("box => box.removeAttribute('maxlength')")
    say(ana, refused)
    say(ana, "Short")
    sees(ana, "Short")  # it waits for nothing that will not come
    ana.reload()
    failed = ana.locator("[data-pending=failed]")
    expect(failed).to_contain_text("It is too long.")
    failed.get_by_role("button", name="Try again").click()
    expect(ana.locator("[data-pending=failed]")).to_contain_text("It is too long.")
    ana.locator("[data-pending=failed]").get_by_role("button", name="Edit").click()
    expect(ana.get_by_role("textbox", name="Message")).to_have_value(refused)
    assert Message.objects.filter(room=triage).count() == 2


@pytest.mark.slow
def test_who_missed_very_much_gets_the_newest_page_and_a_way_to_the_first(ana, triage, world):
    expect(ana).to_have_title(re.compile("^Triage"))
    ana.context.set_offline(True)
    expect(ana.locator(".room-state")).to_contain_text("No connection")
    Message.objects.bulk_create(
        Message(room=triage, seq=n, agent=world.ada, client_id=f"{n:032x}", text=f"number {n}")
        for n in range(2, 702)
    )
    Room.objects.filter(pk=triage.pk).update(last_seq=701)
    ana.context.set_offline(False)
    sees(ana, "number 701")
    expect(ana.get_by_text("number 400", exact=True)).to_have_count(0)
    ana.get_by_role("button", name="Go to the first new message").click()
    expect(ana.locator(".room-unread + article")).to_have_attribute("data-seq", "2")
    ana.get_by_role("button", name="Jump to the newest").click()
    sees(ana, "number 701")
