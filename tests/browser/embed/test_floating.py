"""The floating widget: a button that opens a panel with the frame, and closes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.embed.standin import IDS, hears, inside, say, told

FLOATING = f"<p>Fernhill</p><unknown-user-floating {IDS}></unknown-user-floating>"


def button(page: Page):
    return page.get_by_role("button", name="Support", exact=True)


def panel(page: Page):
    return page.get_by_role("dialog", name="Support")


def test_the_frame_is_made_at_the_first_click_and_kept(visit):
    page = visit(FLOATING)
    expect(button(page)).to_have_attribute("aria-expanded", "false")
    expect(panel(page)).to_be_hidden()
    assert page.locator("iframe").count() == 0
    button(page).click()
    frame = inside(page)
    assert told(frame)[0]["isFloaty"] is True
    expect(panel(page)).to_be_visible()
    expect(button(page)).to_have_attribute("aria-expanded", "true")
    button(page).click()
    expect(panel(page)).to_be_hidden()
    button(page).click()
    assert inside(page) is frame


def test_it_stands_at_the_bottom_right(visit):
    page = visit(FLOATING, viewport={"width": 1000, "height": 800})
    box = button(page).bounding_box()
    assert (box["x"] + box["width"], box["y"] + box["height"]) == (984, 784)


def test_a_click_gives_the_frame_the_focus(visit):
    page = visit(FLOATING)
    button(page).click()
    frame = inside(page)
    hears(frame, {"focus": True})
    page.keyboard.type("ana@acme.com")
    expect(frame.get_by_role("textbox", name="Email")).to_have_value("ana@acme.com")
    assert told(frame).count({"focus": True}) == 1


def test_the_frame_closes_it_and_the_button_has_the_focus_again(visit):
    page = visit(FLOATING)
    button(page).click()
    say(inside(page), type="CLOSE_FLOATY")
    expect(panel(page)).to_be_hidden()
    expect(button(page)).to_be_focused()


def test_escape_closes_it_and_the_button_has_the_focus_again(visit):
    page = visit(FLOATING)
    button(page).click()
    hears(inside(page), {"focus": True})
    button(page).focus()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(button(page)).to_be_focused()


def test_escape_in_something_else_of_the_page_is_not_for_it(visit):
    page = visit(FLOATING + "<input aria-label='Search'>")
    button(page).click()
    hears(inside(page), {"focus": True})
    page.get_by_label("Search").focus()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_visible()
    expect(page.get_by_label("Search")).to_be_focused()


def test_it_works_by_keyboard(visit):
    page = visit(FLOATING)
    page.keyboard.press("Tab")
    expect(button(page)).to_be_focused()
    page.keyboard.press("Enter")
    hears(inside(page), {"focus": True})


@pytest.mark.parametrize(("width", "height"), [(320, 640), (900, 400)])
def test_on_a_small_screen_it_fills_it(visit, width, height):
    page = visit(FLOATING, viewport={"width": width, "height": height})
    button(page).click()
    inside(page)
    page.wait_for_timeout(300)  # until it has risen
    assert panel(page).bounding_box() == {"x": 0, "y": 0, "width": width, "height": height}


def test_where_nothing_comes_in_the_frame_a_small_screen_is_given_back(visit, home):
    del home.pages["/widget/w1/"]
    page = visit(FLOATING, viewport={"width": 320, "height": 640})
    button(page).click()
    page.get_by_role("button", name="Close").click()
    expect(panel(page)).to_be_hidden()
    expect(button(page)).to_be_focused()


def test_what_comes_in_the_frame_closes_a_small_screen_itself(visit):
    page = visit(FLOATING, viewport={"width": 320, "height": 640})
    button(page).click()
    inside(page)
    expect(page.get_by_role("button", name="Close")).to_be_hidden()


def test_nothing_moves_for_who_wants_no_motion(visit):
    page = visit(FLOATING, reduced_motion="reduce")
    button(page).click()
    assert panel(page).evaluate("one => one.getAnimations().length") == 0


def test_it_shows_what_is_unread_and_is_still_called_support(visit):
    page = visit(FLOATING)
    button(page).click()
    frame = inside(page)
    say(frame, type="BADGES", badges='{"a": {"count": 3}, "b": {"count": 1}, "c": {"count": 0}}')
    expect(button(page)).to_have_text("2")
    expect(button(page)).to_have_accessible_description("2 unread rooms")
    say(frame, type="BADGES", badges='{"a": {"count": 1, "roomType": "dialog"}}')
    expect(button(page)).to_have_text("@")
    say(frame, type="BADGES", badges='{"a": {"count": 0, "roomType": "dialog"}}')
    expect(page.locator("unknown-user-floating b")).to_be_hidden()


def test_another_token_in_an_open_panel_shows_the_other_widget(visit):
    page = visit(FLOATING)
    button(page).click()
    inside(page)
    page.evaluate("document.querySelector('unknown-user-floating').token = { widgetId: 'w2' }")
    inside(page, "/widget/w2/")
    assert page.locator("iframe").count() == 1


def test_another_token_behind_a_closed_panel_waits_for_the_click(visit):
    page = visit(FLOATING)
    button(page).click()
    inside(page)
    button(page).click()
    page.evaluate("document.querySelector('unknown-user-floating').token = { widgetId: 'w2' }")
    expect(page.locator("iframe")).to_have_count(0)
    button(page).click()
    inside(page, "/widget/w2/")


def test_its_name_is_the_pages_to_choose(visit):
    page = visit(f'<unknown-user-floating heading="Hilfe" {IDS}></unknown-user-floating>')
    page.get_by_role("button", name="Hilfe").click()
    inside(page)
    expect(page.get_by_role("dialog", name="Hilfe")).to_be_visible()
    expect(page.locator("iframe")).to_have_attribute("title", re.compile("Hilfe"))
