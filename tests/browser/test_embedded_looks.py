"""Light and dark, and the small buttons of the frame that reach the vendor's page."""

import pytest
from playwright.sync_api import expect

from tests.browser.embedded import KITS, OURS
from tests.vendors import bare_token


def scheme(frame) -> str:
    """How the frame paints itself: ``dark`` or ``light``."""
    return frame.locator("html").evaluate("one => getComputedStyle(one).colorScheme")


@pytest.mark.parametrize("kit", KITS)
def test_the_frame_closes_the_floating_widget(world, someone, embedding, kit):
    ana, page = someone(), embedding(kit, "floating")
    ana.goto(page.address(bare_token(world.workspace)))
    page.open(ana).get_by_role("button", name="Close").click()
    expect(page.shown(ana)).to_have_count(0)
    page.launcher(ana).click()
    expect(page.shown(ana)).to_be_visible()


@pytest.mark.parametrize("kit", KITS)
def test_escape_in_the_frame_closes_the_floating_widget(world, someone, embedding, kit):
    ana, page = someone(), embedding(kit, "floating")
    ana.goto(page.address(bare_token(world.workspace)))
    frame = page.open(ana)
    expect(frame.get_by_role("button", name="Close")).to_be_visible()  # it listens
    email = frame.get_by_role("textbox", name="Email", exact=True)
    for _press in range(3):  # a made-up key has once been lost on its way into the frame
        # A key of the browser's own would wait for an answer from the frame, which is gone by then
        email.dispatch_event("keydown", {"key": "Escape"})
        ana.wait_for_timeout(500)
        if page.shown(ana).count() == 0:
            break
    expect(page.shown(ana)).to_have_count(0)


@pytest.mark.parametrize("kit", KITS)
def test_the_person_chooses_light_or_dark(world, someone, embedding, kit):
    ana, page = someone(), embedding(kit, "full-width")
    ana.goto(page.address(bare_token(world.workspace)))
    frame = page.open(ana)
    expect(frame.locator("html[data-theme]")).to_be_visible()
    before = scheme(frame)
    frame.get_by_role("button", name="Light or dark").click()
    after = {"light": "dark", "dark": "light"}[before]
    assert scheme(frame) == after
    if kit in {"fogbender", "fogbender-react"}:  # they keep it for the page
        ana.reload()
        expect(frame.locator(f"html[data-theme={after}]")).to_be_visible()


def test_ours_follows_the_page(world, someone, embedding):
    ana, page = someone(color_scheme="dark"), embedding(OURS, "full-width")
    ana.goto(page.address(bare_token(world.workspace)))
    frame = page.open(ana)
    expect(frame.locator("html[data-theme=light]")).to_be_visible()
    ana.evaluate("document.documentElement.style.colorScheme = 'light dark'")
    expect(frame.locator("html[data-theme=dark]")).to_be_visible()
    ana.emulate_media(color_scheme="light")
    expect(frame.locator("html[data-theme=light]")).to_be_visible()
