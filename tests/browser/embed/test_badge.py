"""The badge: what is unread, and the way to it."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.embed.standin import IDS, KNOWN, hears, inside, say, told

BADGE = f"<unknown-user-badge {IDS}></unknown-user-badge>"
HEADLESS = "/widget/w1/headless"


def unread(page: Page, rooms: dict, path: str = HEADLESS) -> None:
    say(inside(page, path), type="BADGES", badges=json.dumps(rooms))


@pytest.mark.parametrize(
    ("rooms", "text", "name"),
    [
        ({"a": {"count": 1}}, "1", "1 unread room"),
        ({"a": {"count": 5}, "b": {"count": 1}, "c": {"count": 0}}, "2", "2 unread rooms"),
        ({"a": {"count": 1}, "b": {"count": 1, "mentionsCount": 1}}, "@", "messages for you"),
        ({"a": {"count": 1, "roomType": "dialog"}}, "@", "messages for you"),
    ],
)
def test_it_counts_rooms_and_marks_what_means_this_person(visit, rooms, text, name):
    page = visit(BADGE)
    unread(page, rooms)
    expect(page.get_by_role("button", name=name)).to_have_text(text)


def test_it_hides_at_none(visit):
    page = visit(BADGE)
    expect(page.locator("unknown-user-badge button")).to_be_hidden()
    unread(page, {"a": {"count": 1}})
    expect(page.locator("unknown-user-badge button")).to_be_visible()
    unread(page, {"a": {"count": 0, "roomType": "dialog"}})
    expect(page.locator("unknown-user-badge button")).to_be_hidden()


def test_its_frame_takes_no_room_and_no_focus(visit):
    page = visit(f"{BADGE}<p>Fernhill</p><input aria-label='Search'>")
    inside(page, HEADLESS)
    box = page.locator("iframe").bounding_box()
    assert (box["width"], box["height"]) == (0, 0)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Search")).to_be_focused()


def test_a_click_opens_the_floating_widget_of_the_same_id(visit):
    page = visit(
        f'{BADGE}<unknown-user-floating widget-id="w2"></unknown-user-floating>'
        f"<unknown-user-widget {IDS}></unknown-user-widget>"
        f"<unknown-user-floating heading='Ours' {IDS}></unknown-user-floating>"
    )
    unread(page, {"a": {"count": 1}})
    expect(page.get_by_role("button", name="Ours")).to_have_text("1")
    page.get_by_role("button", name="1 unread room").click()
    expect(page.get_by_role("dialog", name="Ours")).to_be_visible()
    expect(page.get_by_role("dialog", name="Support")).to_be_hidden()
    page.wait_for_function(
        "document.activeElement.matches('unknown-user-floating[heading] > iframe')"
    )


def test_a_click_leads_to_the_full_width_one_where_there_is_no_floating_one(visit):
    page = visit(
        f"{BADGE}<div style='height: 3000px'></div><unknown-user-widget {IDS}>"
        "</unknown-user-widget>"
    )
    unread(page, {"a": {"count": 1}})
    frame = inside(page)
    page.get_by_role("button", name="1 unread room").click()
    hears(frame, {"focus": True})
    expect(page.locator("unknown-user-widget")).to_be_in_viewport()
    page.wait_for_function("document.activeElement.matches('unknown-user-widget > iframe')")


@pytest.mark.parametrize("token", [{"widgetId": "w1", "widgetKey": "pk_1"}, KNOWN])
def test_a_click_opens_a_tab_where_nothing_else_is_on_the_page(visit, home, token):
    page = visit("<unknown-user-badge></unknown-user-badge>")
    page.evaluate("one => { document.querySelector('unknown-user-badge').token = one }", token)
    unread(page, {"a": {"count": 1}}, "/" if token is KNOWN else HEADLESS)
    with page.expect_popup() as opened:
        page.get_by_role("button", name="1 unread room").click()
    address = urlsplit(opened.value.url)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{home.url}/"
    public = {name: token[name] for name in ("widgetId", "widgetKey") if name in token}
    given = json.loads(parse_qs(address.query)["token"][0])
    assert given == public | {"asks": token is KNOWN}, "what is signed stays out of addresses"


def test_the_tab_that_a_click_opened_gets_the_token_by_message(visit, home):
    page = visit("<unknown-user-badge></unknown-user-badge>")
    page.evaluate("one => { document.querySelector('unknown-user-badge').token = one }", KNOWN)
    unread(page, {"a": {"count": 1}}, "/")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="1 unread room").click()
    tab = opened.value
    tab.wait_for_load_state()
    tab.evaluate("opener.postMessage({ type: 'APP_IS_READY' }, '*')")
    tab.wait_for_function("heard.some(({ initToken }) => initToken)")
    assert told(tab)[-1] == {"initToken": KNOWN}


def test_what_was_unread_ends_with_who_it_was_unread_for(visit):
    page = visit(BADGE)
    unread(page, {"a": {"count": 1}})
    expect(page.locator("unknown-user-badge button")).to_be_visible()
    page.evaluate("document.querySelector('unknown-user-badge').token = { widgetId: 'w2' }")
    expect(page.locator("unknown-user-badge button")).to_be_hidden()


def test_it_hears_of_what_was_read_in_another_frame_of_the_widget(visit):
    page = visit(f"{BADGE}<unknown-user-widget {IDS}></unknown-user-widget>")
    unread(page, {"a": {"count": 1}})
    expect(page.locator("unknown-user-badge button")).to_be_visible()
    unread(page, {}, "/widget/w1/")
    expect(page.locator("unknown-user-badge button")).to_be_hidden()
    assert told(inside(page))
