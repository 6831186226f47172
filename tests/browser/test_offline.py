"""Without a connection: what is written waits visibly, and goes out once and in order."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from customers.models import Person
from customers.proof.sessions import cookie_name, start_session
from helpdesk.models import Message, Room
from helpdesk.rooms.making import rename_room
from tests.browser.steps import say, sees
from tests.helpdesk.rooms.conftest import say as write


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


def test_what_became_of_the_room_meanwhile_shows_when_the_connection_is_back(ana, triage, world):
    state = ana.locator(".room-state")
    ana.context.set_offline(True)
    expect(state).to_have_text("No connection. What you write is sent when it is back.")
    rename_room(triage, "Greenhouse", world.ada)
    ana.context.set_offline(False)
    expect(ana.get_by_role("heading", name="Greenhouse")).to_be_visible()


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


def keep_unsent(page: Page, world, triage, text: str, **more: object) -> None:
    """The tab has kept this post of Ana's, as if it had been loaded anew."""
    me = page.locator("room-view").get_attribute("data-me")
    post = {"room": triage.pk, "client_id": str(uuid4()), "text": text, **more}
    key = f"unsent {me} {world.workspace.widget_id}"
    page.evaluate(
        "([key, post]) => sessionStorage.setItem(key, JSON.stringify([post]))", [key, post]
    )


def test_what_was_refused_in_an_archived_room_stays_to_be_read(ana, triage, world):
    """There is no box there that it could be taken back to."""
    keep_unsent(ana, world, triage, "Too late", failed="archived")
    Room.objects.filter(pk=triage.pk).update(archived_at=timezone.now())
    ana.reload()
    pending = ana.locator("[data-pending]")
    expect(pending).to_contain_text("This room is archived.")
    expect(pending.get_by_role("button", name="Edit")).to_be_hidden()
    ana.reload()
    sees(ana, "Too late")


def test_what_was_taken_back_and_is_too_long_stays_in_the_box(ana, triage, world):
    keep_unsent(ana, world, triage, "x" * 70_000, failed="too_long")
    ana.reload()
    ana.get_by_role("button", name="Edit").click()
    box = ana.get_by_role("textbox", name="Message")
    expect(box).to_have_value("x" * 70_000)
    box.press("Enter")
    expect(ana.locator(".room-state")).to_have_text("It is too long.")
    assert box.input_value() == "x" * 70_000
    assert triage.messages.count() == 1


def test_what_was_taken_back_still_answers_and_names_whom_it_did(ana, triage, world):
    write(triage, world.grace, "Does it?")
    more = {"reply_to": 1, "mentions": [f"a{world.grace.pk}"]}
    keep_unsent(ana, world, triage, "@Grace Lund, yes", failed="too_long", **more)
    ana.reload()
    ana.get_by_role("button", name="Edit").click()
    expect(ana.locator(".composer-about")).to_contain_text("Replying to Ana")
    ana.get_by_role("textbox", name="Message").press("Enter")
    expect(ana.get_by_role("log").get_by_role("mark")).to_have_text("@Grace Lund")
    answer = triage.messages.get(seq=3)
    assert (answer.reply_to, answer.mentions.get().agent) == (1, world.grace)


def test_a_draft_names_whom_it_did_after_a_reload(ana, triage, world):
    write(triage, world.grace, "Hello")
    box = ana.get_by_role("textbox", name="Message")
    box.press_sequentially("@gra")
    expect(ana.get_by_role("option")).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("@Grace Lund ")
    with ana.expect_response(re.compile("mention_choices")):
        ana.reload()
        box.click()
    box.press("Enter")
    expect(ana.get_by_role("log").get_by_role("mark")).to_have_text("@Grace Lund")


def test_a_connection_that_nobody_answers_is_given_up(ana):
    lines = []

    def carry(line) -> None:
        lines.append(line)
        if len(lines) > 1:
            line.connect_to_server()

    ana.clock.install()
    ana.route_web_socket("**/ws/", carry)
    ana.reload()
    say(ana, "Anybody there?")
    for _ in range(10):
        ana.clock.run_for(5_000)
    assert len(lines) > 1
    expect(ana.locator("[data-pending]")).to_have_count(0)
