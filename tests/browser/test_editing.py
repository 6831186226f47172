"""Words are changed and taken back in the room, by keyboard and over a bad line."""

import re

from playwright.sync_api import expect

from tests.browser.steps import act, message, say, sees
from tests.helpdesk.rooms.conftest import say as write


def test_words_are_changed_and_taken_back_by_keyboard(world, triage, ana, enter):
    page, ada = enter(ana), enter(world.ada)
    say(page, "helo **all**")
    sees(ada, "all")
    box = page.get_by_role("textbox", name="Message")
    box.fill("")
    box.press("ArrowUp")
    expect(box).to_have_value("helo **all**")
    box.press("Escape")
    expect(box).to_have_value("")
    box.press("ArrowUp")
    expect(box).to_have_value("helo **all**")
    box.fill("hello all")
    box.press("Enter")
    sees(ada, "hello all")
    expect(box).to_have_value("")
    message(ada, "hello all").get_by_role("button", name="edited").click()
    expect(ada.get_by_role("dialog", name="What it said before")).to_contain_text("helo all")
    ada.keyboard.press("Escape")
    act(page, "hello all", "Delete")
    sheet = page.get_by_role("dialog", name="Delete your message?")
    expect(sheet).to_contain_text("hello all")
    page.mouse.move(0, 0)  # the toolbar goes
    page.keyboard.press("Escape")
    expect(message(page, "hello all")).to_be_focused()
    act(page, "hello all", "Delete")
    sheet.get_by_role("button", name="Delete").click()
    expect(message(ada, "deleted")).to_have_count(1)
    expect(ada.get_by_text("hello all")).to_have_count(0)


def test_other_words_that_were_under_way_when_the_line_was_cut_are_sent_again(triage, ana, enter):
    page = enter(ana)
    say(page, "helo")
    sees(page, "helo")
    lines, subscribed = [], []

    def carry(line) -> None:
        """Only the first line loses what is edited."""
        lines.append(line)
        number, server = len(lines), line.connect_to_server()

        def pass_on(text: str) -> None:
            if '"subscribe"' in text:
                subscribed.append(number)
            if number > 1 or '"edit"' not in text:
                server.send(text)

        line.on_message(pass_on)

    page.route_web_socket("**/ws/", carry)
    page.reload()
    sees(page, "helo")
    box = page.get_by_role("textbox", name="Message")
    act(page, "helo", "Edit")
    expect(box).to_have_value("helo")
    box.fill("hello")
    box.press("Enter")
    expect(box).not_to_be_editable()
    lines[0].close()
    expect(box).to_be_editable()
    expect(box).to_have_value("hello")
    while 2 not in subscribed:
        page.wait_for_timeout(20)
    box.press("Enter")
    expect(message(page, "hello")).to_contain_text("edited")


def test_an_edit_that_waits_for_its_text_loses_nothing(triage, ana, enter):
    page, held = enter(ana), []
    say(page, "said before")
    expect(page.locator("[data-pending]")).to_have_count(0)
    page.route("**/source/*", lambda route: held.append(route))
    box = page.get_by_role("textbox", name="Message")
    editing = page.get_by_text("Editing your message")
    for leave, value in (("Escape", ""), ("x", "x")):
        box.fill("")
        with page.expect_request("**/source/*"):
            box.press("ArrowUp")
        expect(editing).to_be_visible()
        box.press("ArrowUp")
        box.press("Enter")
        assert len(held) == 1
        box.press(leave)
        expect(editing).to_have_count(0)
        with page.expect_response("**/source/*") as answered:
            held.pop().continue_()
        answered.value.finished()
        expect(box).to_have_value(value)
    box.fill("")
    with page.expect_request("**/source/*"):
        box.press("ArrowUp")
    expect(editing).to_be_visible()
    held.pop().abort()
    expect(page.get_by_text("There is no connection. Try again in a moment.")).to_be_visible()
    expect(editing).to_have_count(0)
    page.unroute("**/source/*")
    box.press("ArrowUp")
    expect(box).to_have_value("said before")
    assert triage.messages.count() == 1


def test_a_first_key_counts_before_what_it_does_is_loaded(triage, ana, enter):
    write(triage, ana, "said before")
    page, held = enter(ana), []
    page.route(re.compile("message_tools"), lambda route: held.append(route))
    box = page.get_by_role("textbox", name="Message")
    for last, value in (("ArrowUp", "said before"), ("Escape", "")):
        page.reload()
        expect(page.get_by_role("time").first).not_to_be_empty()
        with page.expect_request(re.compile("message_tools")) as asked:
            box.press("ArrowUp")
        box.press(last)
        while not held:
            page.wait_for_timeout(20)
        held.pop().continue_()
        asked.value.response().finished()
        if value:
            expect(box).to_have_value(value)
        else:
            message(page, "said before").hover()
            expect(page.get_by_role("toolbar")).to_be_visible()  # what was loaded is there
            expect(page.get_by_text("Editing your message")).to_have_count(0)
