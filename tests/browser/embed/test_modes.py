"""Light and dark: the frame follows the page, unless the vendor or the person says otherwise."""

import pytest

from tests.browser.embed.standin import IDS, hears, inside, say, told

WIDGET = f"<unknown-user-widget {IDS}></unknown-user-widget>"
BOTH = "<style>html { color-scheme: light dark }</style>"


@pytest.mark.parametrize(
    ("page", "system", "mode"),
    [
        ("", "dark", "light"),  # a page that knows no dark mode is light
        (BOTH, "dark", "dark"),
        (BOTH, "light", "light"),
        ("<meta name='color-scheme' content='dark'>", "light", "dark"),
        ("<style>html { color-scheme: dark }</style>", "light", "dark"),
        ("<style>body { color-scheme: only light }</style>", "dark", "light"),
    ],
)
def test_it_starts_as_the_page_is(visit, page, system, mode):
    assert told(inside(visit(page + WIDGET, color_scheme=system)))[0]["mode"] == mode


def test_it_follows_the_system_live(visit):
    page = visit(BOTH + WIDGET, color_scheme="light")
    frame = inside(page)
    page.emulate_media(color_scheme="dark")
    hears(frame, {"mode": "dark"})


def test_it_follows_the_pages_own_switch_live(visit):
    page = visit(f"<style>.night {{ color-scheme: dark }}</style>{WIDGET}")
    frame = inside(page)
    page.evaluate("document.documentElement.className = 'night'")
    hears(frame, {"mode": "dark"})


def test_the_vendor_may_say_which(visit):
    page = visit(f'{BOTH}<unknown-user-widget mode="dark" {IDS}></unknown-user-widget>')
    frame = inside(page)
    assert told(frame)[0]["mode"] == "dark"
    page.evaluate("document.querySelector('unknown-user-widget').mode = 'light'")
    hears(frame, {"mode": "light"})
    page.evaluate("document.querySelector('unknown-user-widget').mode = 'auto'")
    page.emulate_media(color_scheme="dark")
    hears(frame, {"mode": "dark"})


def test_what_the_person_chose_in_one_frame_holds_for_that_frame(visit):
    page = visit(f"{BOTH}{WIDGET}<unknown-user-badge {IDS}></unknown-user-badge>")
    frame, other = inside(page), inside(page, "/widget/w1/headless")
    say(frame, type="WIDGET_LIGHT_DARK_MODE", lightDarkMode="dark")
    say(frame, type="APP_IS_READY")
    frame.wait_for_function("heard.filter((one) => one.initToken).length === 2")
    assert [one["mode"] for one in told(frame) if one and "initToken" in one] == ["light", "dark"]
    say(other, type="APP_IS_READY")
    other.wait_for_function("heard.filter((one) => one.initToken).length === 2")
    assert {one["mode"] for one in told(other) if "mode" in one} == {"light"}
    assert page.evaluate("localStorage.length") == 0
