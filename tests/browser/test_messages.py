"""What people do with messages in the room: by pointer, by keyboard, and in a vendor's frame."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from playwright.sync_api import expect

from helpdesk.models import LinkPreview, Message, RoomKind
from helpdesk.rooms.making import make_room
from tests.browser.steps import act, ask_for_link, code_in_mail, message, say
from tests.helpdesk.rooms.conftest import say as write

PIXEL = "47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b"


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
