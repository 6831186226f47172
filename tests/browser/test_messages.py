"""What people do with messages in the room: by pointer, by keyboard, and in a vendor's frame."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from playwright.sync_api import Page, expect

from customers.models import Agent, Person
from helpdesk.models import LinkPreview, Message, Room, RoomKind
from helpdesk.rooms.making import make_room
from tests.browser.steps import ask_for_link, code_in_mail, say, sees
from tests.helpdesk.rooms.conftest import cookies_of, proven
from tests.helpdesk.rooms.conftest import say as write

PIXEL = "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"


@pytest.fixture
def triage(world) -> Room:
    return world.acme.rooms.get(kind=RoomKind.TRIAGE)


@pytest.fixture
def ana(world) -> Person:
    return proven(world.person("ana@acme.com", "Ana"))


@pytest.fixture
def enter(world, someone, live, triage):
    """A function that gives the page of a person or an agent in Triage."""

    def enter(who: Person | Agent, **options) -> Page:
        page = someone(**options)
        named = [pair.partition("=") for pair in cookies_of(who).split("; ")]
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live.url} for name, _, value in named]
        )
        at_desk = isinstance(who, Agent)
        page.goto(world.url(f"rooms/{triage.pk}") if at_desk else f"/rooms/{triage.pk}/")
        return page

    return enter


def message(page: Page, text: str):
    return page.get_by_role("log").get_by_role("article").filter(has_text=text)


def act(page: Page, text: str, action: str) -> None:
    message(page, text).hover()
    message(page, text).get_by_role("button", name=action, exact=True).click()


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
        held.pop().continue_()
        asked.value.response().finished()
        if value:
            expect(box).to_have_value(value)
        else:
            message(page, "said before").hover()
            expect(page.get_by_role("toolbar")).to_be_visible()  # what was loaded is there
            expect(page.get_by_text("Editing your message")).to_have_count(0)


def test_an_answer_shows_what_it_answers_and_reactions_who_it_was(world, triage, ana, enter):
    write(triage, ana, "does it work?")
    page, ada = enter(ana), enter(world.ada)
    act(ada, "does it work?", "Reply")
    expect(ada.get_by_text("Replying to Ana")).to_be_visible()
    say(ada, "it does")
    quote = message(page, "it does").get_by_role("link")
    expect(quote).to_have_text("Ana does it work?")
    quote.click()
    expect(message(page, "does it work?").first).to_be_focused()
    act(ada, "it does", "React")
    picker = ada.get_by_role("dialog", name="Choose an emoji")
    picker.get_by_role("searchbox").fill("rocket")
    ada.keyboard.press("Enter")
    expect(picker).to_have_count(0)
    chip = message(page, "it does").get_by_role("button", name="🚀 1: Ada Quill")
    expect(chip).to_have_attribute("aria-pressed", "false")
    chip.click()
    chip = message(page, "it does").get_by_role("button", name="🚀 2: Ada Quill, Ana")
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_be_focused()


def test_somebody_is_mentioned_by_choosing_from_what_is_typed(world, triage, ana, enter):
    write(triage, world.grace, "hello")
    page = enter(ana)
    box = page.get_by_role("textbox", name="Message")
    box.press_sequentially("look, @gra")
    expect(page.get_by_role("option")).to_have_text("GLGrace Lundsupport")
    box.press("Enter")
    expect(box).to_have_value("look, @Grace Lund ")
    with page.expect_response(re.compile("mentionable")) as asked:
        box.press_sequentially("and @gra")
    asked.value.finished()
    expect(page.get_by_role("option")).to_have_text("GLGrace Lundsupport")
    box.press_sequentially("nny")  # at once: nobody of the list is called that
    box.press("Enter")
    mark = page.get_by_role("log").get_by_role("mark")
    expect(mark).to_have_text("@Grace Lund")
    expect(mark).to_have_attribute("data-who", f"a{world.grace.pk}")


def test_messages_are_forwarded_by_keyboard_to_a_room_that_is_chosen(world, triage, ana, enter):
    write(triage, ana, "one", "two", "three")
    ada = enter(world.ada)
    act(ada, "one", "Forward…")
    expect(ada.get_by_role("group", name="Forward messages")).to_contain_text("1 selected")
    ada.keyboard.press("ArrowDown")
    expect(ada.get_by_role("group", name="Forward messages")).to_contain_text("2 selected")
    ada.keyboard.press("Enter")
    sheet = ada.get_by_role("dialog", name="Forward to which room?")
    expect(sheet.get_by_role("searchbox")).to_be_focused()
    sheet.get_by_role("button", name="Triage Birch").click()
    expect(ada.get_by_text("Forwarded to Triage.")).to_be_visible()
    assert [m.text for m in world.birch.rooms.get().messages.all()] == ["one", "two"]


def test_of_two_rooms_pressed_at_once_the_first_gets_what_is_forwarded(world, triage, ana, enter):
    write(triage, ana, "one")
    make_room(world.birch, "Billing", RoomKind.PUBLIC, world.ada)
    ada = enter(world.ada)
    act(ada, "one", "Forward…")
    expect(ada.get_by_role("group", name="Forward messages")).to_contain_text("1 selected")
    ada.keyboard.press("Enter")
    sheet = ada.get_by_role("dialog", name="Forward to which room?")
    rooms = sheet.get_by_role("list").get_by_role("button")
    expect(rooms).to_have_count(2)
    held = []
    ada.route("**/destinations?q=b&*", lambda route: held.append(route))
    with ada.expect_request("**/destinations?q=b&*"):
        sheet.get_by_role("searchbox").fill("b")
    sheet.get_by_role("searchbox").fill("triage")
    expect(rooms).to_have_count(1)
    with ada.expect_response("**/destinations?q=b&*") as late:
        held[0].continue_()
    late.value.finished()
    ada.evaluate("() => new Promise((drawn) => requestAnimationFrame(drawn))")
    expect(rooms).to_have_count(1)
    sheet.get_by_role("searchbox").fill("")
    expect(rooms).to_have_count(2)
    rooms.evaluate_all("rooms => rooms.forEach((room) => room.click())")
    expect(ada.get_by_text("Forwarded to")).to_be_visible()
    assert Message.objects.filter(room__customer=world.birch).count() == 1


def test_a_vendors_frame_shows_images_of_previews_with_its_bearer(
    world, triage, ana, live, someone, mailbox, vendor_site
):
    [message] = write(triage, ana, "look")
    image = ContentFile(bytes.fromhex(PIXEL))
    preview = LinkPreview(url="https://acme.com", title="Acme", image_width=1, image_height=1)
    preview.image.save("previews/pixel.gif", image)
    Message.objects.filter(pk=message.pk).update(link_preview=preview)
    widget, page = world.workspace, someone()
    source = f"{live.url}/widget/{widget.widget_id}/?key={widget.widget_key}"
    page.goto(vendor_site.page(f'<iframe src="{source}" width="100%" height="560"></iframe>'))
    frame = page.frame_locator("iframe")
    ask_for_link(frame, "ana@acme.com")
    frame.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, "ana@acme.com"))
    frame.get_by_role("button", name="Open the room").click()
    expect(frame.locator(".link-preview img")).to_have_attribute("src", re.compile("^data:image/"))
    default_storage.delete(preview.image.name)


def test_a_finger_reaches_what_can_be_done(triage, ana, enter):
    write(triage, ana, "hello")
    page = enter(ana, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    message(page, "hello").tap()
    message(page, "hello").get_by_role("button", name="Reply").tap()
    expect(page.get_by_text("Replying to Ana")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_touch_screen_enter_breaks_the_line_and_the_button_sends(triage, ana, enter):
    page = enter(ana, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    box = page.get_by_role("textbox", name="Message")
    expect(box).to_have_attribute("enterkeyhint", "enter")
    expect(box).to_have_accessible_description("")
    expect(page.get_by_text("Shift+Enter")).to_be_hidden()
    box.tap()
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    expect(box).to_have_value("one\ntwo")
    page.get_by_role("button", name="Send").tap()
    expect(page.locator("[data-pending]")).to_have_count(0)
    assert [message.text for message in triage.messages.all()] == ["one\ntwo"]


def test_with_a_pointer_enter_sends_and_the_hint_says_so(ana, enter):
    box = enter(ana).get_by_role("textbox", name="Message")
    expect(box).to_have_attribute("enterkeyhint", "send")
    expect(box).to_have_accessible_description("Enter sends, Shift+Enter starts a new line.")


def test_long_lines_of_code_scroll_in_themselves(triage, ana, enter):
    write(triage, ana, f"```\n{'x' * 500}\n```")
    page = enter(ana, viewport={"width": 320, "height": 640})
    expect(page.get_by_role("log").locator("pre")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.get_by_role("log").locator("pre").evaluate("e => e.scrollWidth > e.clientWidth")
