"""Who is here and has seen what, where one reads, and what one finds: as people see it."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from customers.models import Person
from customers.proof.sessions import cookie_name, start_session
from helpdesk.models import Message, Room
from helpdesk.rooms.posting import post
from tests.browser.steps import say, sees, sign_in
from tests.world import PASSWORD

# As it would look after a long day: the last message again, with these numbers
APPENDS = """([from, to]) => {
  const { log } = document.querySelector("room-view");
  const last = log.message(log.lastSeq).cloneNode(true);
  log.markUnread(149, true);
  for (let seq = from; seq <= to; seq++) {
    const wasAtEnd = log.isAtEnd();
    last.dataset.seq = seq;
    log.append(last.outerHTML);
    if (wasAtEnd) log.scrollToEnd();
  }
}"""


@pytest.fixture
def filled(triage, world) -> Room:
    """Triage with 200 messages of Ada's."""
    Message.objects.bulk_create(
        Message(room=triage, seq=n, agent=world.ada, client_id=f"{n:032x}", text=f"number {n}")
        for n in range(1, 201)
    )
    Room.objects.filter(pk=triage.pk).update(last_seq=200)
    return triage


@pytest.fixture
def enter(world, someone, live):
    """A function that gives the browser of somebody of Acme's, signed in."""

    def enter(email: str, name: str) -> Page:
        person = world.person(email, name)
        Person.objects.filter(pk=person.pk).prove()
        page = someone(viewport={"width": 700, "height": 600})
        cookie = cookie_name(world.workspace.widget_id)
        page.context.add_cookies(
            [{"name": cookie, "value": start_session(person)[1], "url": live.url}]
        )
        return page

    return enter


@pytest.fixture
def ana(enter) -> Page:
    return enter("ana@acme.com", "Ana")


def place(page: Page) -> dict:
    return page.evaluate("document.querySelector('room-view').log.place()")


def numbers(page: Page) -> list[int]:
    return page.evaluate("[...document.querySelectorAll('[data-seq]')].map(m => +m.dataset.seq)")


def until(page: Page, condition: str) -> None:
    """Wait for what is true of ``log``, the room's; the page's policy forbids Playwright's way."""
    deadline = time.monotonic() + 10
    found = "const log = document.querySelector('room-view')?.log"
    script = f"() => {{ {found}; return log && ({condition}) }}"
    while not page.evaluate(script):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(30)


def test_both_sides_see_who_is_here_and_what_was_seen(world, someone, ana, triage):
    grace = someone()
    ana.goto(f"/rooms/{triage.pk}/")
    say(ana, "Hello")
    sign_in(grace, "grace@fernhill.io", PASSWORD)
    grace.get_by_role("link", name="Triage").first.click()
    # Whoever of the team has not written here yet is the team
    expect(ana.get_by_text("Fernhill is here")).to_be_visible()
    expect(grace.get_by_text("Ana (visitor) is here")).to_be_visible()
    expect(grace.locator("#about-pane").get_by_text("here now")).to_be_visible()
    expect(ana.get_by_label("Seen by Fernhill")).to_be_visible()
    say(grace, "Hi")
    expect(ana.get_by_text("Grace Lund is here")).to_be_visible()
    grace.goto("/admin/-/-/team")
    expect(ana.get_by_text("Grace Lund is here")).to_be_hidden()


def test_a_colleague_who_comes_for_the_first_time_is_counted_among_the_readers(ana, enter, triage):
    ana.goto(f"/rooms/{triage.pk}/")
    expect(ana.get_by_role("link", name="no colleague has joined yet")).to_be_visible()
    enter("bea@acme.com", "Bea").goto(f"/rooms/{triage.pk}/")
    expect(ana.get_by_role("link", name="1 colleague can read this")).to_be_visible()


def test_a_place_is_kept_over_a_reload_and_news_are_counted_below_it(ana, filled, world):
    ana.goto(f"/rooms/{filled.pk}/?at=60")
    expect(ana.locator("[data-marked]")).to_be_focused()
    before = place(ana)
    ana.goto(f"/rooms/{filled.pk}/")
    until(ana, "log.isDetached")
    ana.reload()
    until(ana, "log.isDetached")
    ana.wait_for_load_state("networkidle")
    after = place(ana)
    assert after["seq"] == before["seq"]
    assert abs(after["offset"] - before["offset"]) < 2

    post(filled, world.grace, "11111111-1111-4111-8111-111111111111", "News")
    more = ana.get_by_role("button", name="Jump to the newest")
    expect(more).to_have_text("1 new · Jump to the newest")
    more.click()
    sees(ana, "News")
    assert numbers(ana)[-1] == 201
    expect(more).to_be_hidden()


def test_history_comes_as_one_scrolls_both_ways(ana, filled):
    ana.goto(f"/rooms/{filled.pk}/?at=100")
    log = ana.get_by_role("log")
    log.evaluate("log => { log.scrollTop = 0 }")
    until(ana, "log.firstSeq < 75")
    for _ in range(20):
        log.evaluate("log => { log.scrollTop = log.scrollHeight }")
        last = numbers(ana)[-1]
        if last == 200:
            break
        until(ana, f"log.lastSeq > {last}")
    shown = numbers(ana)
    assert shown == list(range(shown[0], 201))


@pytest.mark.slow
def test_of_a_page_that_is_open_all_day_the_oldest_messages_go(ana, filled, world):
    ana.goto(f"/rooms/{filled.pk}/")
    until(ana, "log.isAtEnd() && log.lastSeq === 200")
    Message.objects.bulk_create(
        Message(room=filled, seq=n, agent=world.ada, client_id=f"{n:032x}", text=f"number {n}")
        for n in range(201, 701)
    )
    ana.evaluate(APPENDS, [201, 700])
    shown = numbers(ana)
    assert shown == list(range(shown[0], 701))
    assert 400 <= len(shown) <= 500
    assert ana.locator(".room-log > :first-child.room-day").count() == 1
    assert ana.locator(".room-unread").count() == 0
    assert ana.evaluate("document.querySelector('room-view').log.unreadAbove") == 150
    ana.get_by_role("log").evaluate("log => { log.scrollTop = 0 }")
    until(ana, f"log.firstSeq < {shown[0]}")


@pytest.mark.slow
def test_who_reads_above_in_a_long_log_finds_what_is_new_below(ana, filled, world):
    ana.goto(f"/rooms/{filled.pk}/")
    until(ana, "log.isAtEnd() && log.lastSeq === 200")
    ana.get_by_role("log").evaluate("log => { log.scrollTop = 500 }")
    until(ana, "!log.isNearTop() && !log.isAtEnd()")
    ana.evaluate(APPENDS, [200 - 460, 200])
    before = place(ana)
    held = len(numbers(ana))
    post(filled, world.grace, "11111111-1111-4111-8111-111111111111", "News")
    more = ana.get_by_role("button", name="Jump to the newest")
    expect(more).to_have_text("1 new · Jump to the newest")
    assert place(ana) == before
    assert len(numbers(ana)) == held
    more.click()
    sees(ana, "News")
    assert len(numbers(ana)) < 100


def test_unread_from_here_is_followed_in_ones_other_tab(ana, filled):
    ana.goto(f"/rooms/{filled.pk}/")
    other = ana.context.new_page()
    other.goto(f"/rooms/{filled.pk}/")
    for page in (ana, other):
        expect(page).to_have_title(re.compile("^Triage"))
    ana.locator("article[data-seq='198']").hover()
    ana.get_by_role("button", name="Mark unread from here").click()
    for page in (ana, other):
        expect(page).to_have_title(re.compile(r"^\(3\) "))
        line = page.locator(".room-unread + article")
        expect(line).to_have_attribute("data-seq", "198")
    say(other, "Done")
    expect(other).to_have_title(re.compile(r"^Triage"))


def test_a_word_is_found_and_leads_to_its_message(ana, filled):
    filled.messages.filter(seq=20).update(text="The zanzibar case")
    ana.goto(f"/rooms/{filled.pk}/")
    ana.get_by_role("link", name="Search in this room").click()
    ana.get_by_role("searchbox", name="Words to find").fill("zanzi")
    hit = ana.locator(".hit")
    expect(hit.locator("mark")).to_have_text("zanzi")
    hit.click()
    expect(ana.locator("[data-marked]")).to_have_attribute("data-seq", "20")
    ana.get_by_role("link", name="Search all your rooms").click()
    expect(ana.get_by_role("searchbox")).to_have_value("zanzi")
    ana.locator(".hit").click()
    expect(ana.locator("[data-marked]")).to_have_attribute("data-seq", "20")


def test_what_is_fetched_as_one_jumps_to_the_newest_is_not_shown_twice(ana, filled):
    ana.goto(f"/rooms/{filled.pk}/")
    until(ana, "log.lastSeq === 200")
    ana.evaluate("document.querySelector('room-view').goTo(130)")
    until(ana, "log.isDetached && log.message(130)")
    held = []
    ana.route("**/history*", lambda route: held.append(route))
    with ana.expect_request("**/history"):
        ana.get_by_role("button", name="Jump to the newest").click()
    with ana.expect_request("**/history?after=*"):
        ana.get_by_role("log").evaluate("log => { log.scrollTop = log.scrollHeight }")
    while len(held) < 2:
        ana.wait_for_timeout(20)
    jump, more = held
    jump.continue_()
    sees(ana, "number 200")
    with ana.expect_response("**/history?after=*") as fetched:
        more.continue_()
    fetched.value.finished()
    until(ana, "!log.isDetached")
    assert numbers(ana) == list(range(151, 201))
