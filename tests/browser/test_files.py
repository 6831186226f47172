"""Files in real browsers: chosen, dropped and pasted; shown, made large, and saved."""

import re
from io import BytesIO

from django.test import Client
from PIL import Image
from playwright.sync_api import FilePayload, FrameLocator, Page, expect

from customers.proof.sessions import cookie_name, start_session
from tests.browser.steps import ask_for_link, code_in_mail, say, sees
from tests.helpdesk.rooms.conftest import say as write

# What a drop or a paste brings: a text file, made in the page itself
BRING = """(place, [type, name]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File(["brought"], name, {type: "text/plain"}));
  const init = {bubbles: true, cancelable: true, dataTransfer, clipboardData: dataTransfer};
  const Event = type === "paste" ? ClipboardEvent : DragEvent;
  place.dispatchEvent(new Event(type, init));
}"""

# The event of a scroll comes a frame later, when the list of files has already taken its place
GROW = """log => {
  log.scrollTop -= 1;
  log.scrollTop = log.scrollHeight;
  const list = document.createElement("ul");
  list.className = "composer-files";
  list.style.minHeight = "120px";
  document.querySelector("form.composer").prepend(list);
}"""


def photo(name: str = "plan.png", size: tuple[int, int] = (800, 600)) -> FilePayload:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, "PNG")
    return FilePayload(name=name, mimeType="image/png", buffer=written.getvalue())


def notes(name: str = "notes.txt", content: bytes = b"notes") -> FilePayload:
    return FilePayload(name=name, mimeType="text/plain", buffer=content)


def attach(page: Page, room: Page | FrameLocator, *files: FilePayload) -> None:
    """Choose files in the room, which may be in a frame of the page."""
    with page.expect_file_chooser() as chooser:
        room.get_by_role("button", name="Attach files").click()
    chooser.value.set_files(list(files))


def come_in(page: Page, world) -> None:
    """Ana, at top level, in her customer's Triage: signed in on this browser already."""
    ana = world.person("ana@acme.com")
    name = cookie_name(world.workspace.widget_id)
    keep(page, **{name: start_session(ana)[1]})
    page.goto(f"/rooms/{world.acme.rooms.get().pk}/")


def desk(page: Page, world) -> None:
    """Grace, with the same room open."""
    client = Client()
    client.force_login(world.grace)
    keep(page, sessionid=client.cookies["sessionid"].value)
    page.goto(world.url(f"rooms/{world.acme.rooms.get().pk}"))


def keep(page: Page, **cookies: str) -> None:
    cookies = [
        {"name": n, "value": v, "domain": "localhost", "path": "/"} for n, v in cookies.items()
    ]
    page.context.add_cookies(cookies)


def waiting(room: Page | FrameLocator):
    """The files that are to go with the next message."""
    return room.get_by_role("list", name="Files to send").get_by_role("listitem")


def uploaded(room: Page | FrameLocator):
    """Those of them that have nothing to wait for any more."""
    return waiting(room).and_(room.locator("[data-state=done]"))


def image(room: Page | FrameLocator, name: str):
    return room.get_by_role("log").get_by_role("img", name=name)


def is_drawn(shown, width: int) -> None:
    """Wait until an image has come from us, with so many pixels of its own."""
    expect(shown).not_to_have_attribute("src", re.compile("^data:"))
    expect(shown).to_have_js_property("complete", True)
    expect(shown).to_have_js_property("naturalWidth", width)


def test_files_reach_the_others_and_show_large(world, someone):
    ana, grace = someone(), someone()
    come_in(ana, world)
    desk(grace, world)
    attach(ana, ana, photo(), photo("tall.png", (300, 900)), notes("<b>.txt"))
    expect(waiting(ana)).to_have_count(3)
    say(ana, "Here they are")
    expect(waiting(ana)).to_have_count(0)

    sees(grace, "Here they are")
    is_drawn(image(grace, "plan.png"), 640)
    with grace.expect_download() as download:
        grace.get_by_role("log").get_by_role("link", name="<b>.txt").click()
    assert download.value.path().read_bytes() == b"notes"

    image(grace, "plan.png").click()
    large = grace.get_by_role("dialog").get_by_role("img", name="plan.png")
    is_drawn(large, 800)
    grace.keyboard.press("ArrowRight")
    is_drawn(grace.get_by_role("dialog").get_by_role("img", name="tall.png"), 300)
    grace.keyboard.press("Escape")
    expect(grace.get_by_role("dialog")).to_have_count(0)
    assert grace.evaluate("document.activeElement.querySelector('img').alt") == "plan.png"


def test_an_image_has_its_place_before_it_is_loaded(world, someone):
    ana = someone()
    come_in(ana, world)
    attach(ana, ana, photo(size=(1000, 500)))
    expect(waiting(ana)).to_have_count(1)
    ana.get_by_role("button", name="Send").click()
    expect(image(ana, "plan.png")).to_be_visible()

    held = []
    ana.route("**/thumbnail", lambda route: held.append(route))
    ana.reload()
    expect(image(ana, "plan.png")).to_be_visible()
    before = image(ana, "plan.png").bounding_box()
    assert (before["width"], before["height"]) == (320, 160)
    for route in held:
        route.continue_()
    ana.unroute("**/thumbnail")
    is_drawn(image(ana, "plan.png"), 640)
    assert image(ana, "plan.png").bounding_box() == before


def test_what_is_dropped_or_pasted_is_attached_and_refused_with_its_reason(world, someone):
    ana = someone()
    come_in(ana, world)
    room = ana.locator("room-view")
    room.evaluate(BRING, ["dragenter", "dropped.txt"])
    expect(ana.get_by_text("Drop files here to attach them")).to_be_visible()
    room.evaluate(BRING, ["drop", "dropped.txt"])
    expect(ana.get_by_text("Drop files here to attach them")).to_have_count(0)
    ana.get_by_role("textbox", name="Message").evaluate(BRING, ["paste", "pasted.txt"])
    attach(ana, ana, notes("setup.exe"))
    expect(waiting(ana)).to_have_count(3)
    expect(waiting(ana).nth(2)).to_contain_text("Files of this type are not taken here.")
    ana.get_by_role("button", name="Remove dropped.txt").click()
    ana.get_by_role("button", name="Send").click()
    log = ana.get_by_role("log")
    expect(log.get_by_role("link", name="pasted.txt")).to_have_count(1)
    expect(log.get_by_text("dropped.txt")).to_have_count(0)
    expect(waiting(ana)).to_have_count(1)  # the one that was refused, until it is removed


def test_without_a_connection_files_and_their_message_wait(world, someone):
    ana = someone()
    come_in(ana, world)
    ana.get_by_role("textbox", name="Message").fill("With my notes")
    ana.wait_for_load_state("networkidle")
    ana.context.set_offline(True)
    attach(ana, ana, notes())
    expect(waiting(ana)).to_contain_text("Waits for the connection")
    ana.get_by_role("button", name="Send").click()
    expect(ana.get_by_text("Sends as soon as the files are uploaded.")).to_be_visible()
    ana.context.set_offline(False)
    sees(ana, "With my notes")
    expect(ana.get_by_role("log").get_by_role("link", name="notes.txt")).to_have_count(1)
    expect(ana.get_by_role("textbox", name="Message")).to_have_value("")


def test_what_is_attached_outlives_a_reload_and_goes_with_the_message(world, someone):
    ana = someone()
    come_in(ana, world)
    attach(ana, ana, photo(), notes("<b>.txt"), notes("no longer.txt"))
    expect(uploaded(ana)).to_have_count(3)
    ana.get_by_role("button", name="Remove no longer.txt").click()
    ana.reload()
    expect(waiting(ana)).to_have_text([re.compile(r"plan\.png.* kB"), re.compile(r"<b>\.txt.*5 B")])
    is_drawn(waiting(ana).first.locator("img"), 640)
    expect(waiting(ana).nth(1).locator("img")).to_have_count(0)
    say(ana, "Here they are")
    sees(ana, "Here they are")
    expect(ana.get_by_role("log").get_by_role("link", name="<b>.txt")).to_have_count(1)
    is_drawn(image(ana, "plan.png"), 640)
    ana.reload()
    sees(ana, "Here they are")
    expect(waiting(ana)).to_have_count(0)


def test_what_grows_below_the_log_in_the_moment_of_a_scroll_takes_nobody_from_its_end(
    world, someone
):
    write(world.acme.rooms.get(), world.ada, *(f"Line {number}" for number in range(40)))
    ana = someone()
    come_in(ana, world)
    ana.get_by_role("log").evaluate("log => { log.scrollTop = log.scrollHeight }")
    expect(ana.get_by_text("Line 39", exact=True)).to_be_in_viewport()
    ana.get_by_role("log").evaluate(GROW)
    expect(ana.locator(".composer-files")).to_have_css("min-height", "120px")
    expect(ana.get_by_text("Line 39", exact=True)).to_be_in_viewport()


def test_leaving_is_warned_about_while_a_file_is_on_its_way(world, someone):
    ana = someone()
    asked = []
    ana.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    come_in(ana, world)
    attach(ana, ana, notes())
    expect(uploaded(ana)).to_have_count(1)
    ana.reload()
    expect(uploaded(ana)).to_have_count(1)
    assert asked == []
    ana.context.set_offline(True)
    attach(ana, ana, notes("late.txt"))
    expect(waiting(ana).nth(1)).to_contain_text("Waits for the connection")
    ana.goto("about:blank")
    assert asked == ["beforeunload"]


def test_in_a_vendors_page_the_bearer_brings_and_fetches_them(world, someone, mailbox, vendor_page):
    page = someone()
    page.goto(vendor_page(world.workspace))
    page.frame_locator("iframe").first.locator("body").wait_for()
    frame = page.frame_locator("iframe").first
    ask_for_link(frame, "ana@acme.com")
    frame.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, "ana@acme.com"))
    frame.get_by_role("button", name="Open the room").click()
    attach(page, frame, photo(), notes())
    expect(waiting(frame)).to_have_count(2)
    frame.get_by_role("button", name="Send").click()
    expect(image(frame, "plan.png")).to_be_visible()
    page.reload()
    is_drawn(image(frame, "plan.png"), 640)
    assert image(frame, "plan.png").get_attribute("src").startswith("blob:")
    image(frame, "plan.png").click()
    is_drawn(frame.get_by_role("dialog").get_by_role("img"), 800)
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        frame.get_by_role("log").get_by_role("link", name="notes.txt").click()
    assert download.value.path().read_bytes() == b"notes"
