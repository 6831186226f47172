"""Browser notifications: asked for by the frame, shown by the page, and the way back."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.embed.standin import IDS, hears, inside, say, told

# Stands in for the system's own notifications, which no test can see or click.
SYSTEM = """
<script>
  window.made = [];
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { Notification.permission = "granted"; return "granted" }
    constructor(title, { body, tag }) { Object.assign(this, { title, body, tag }); made.push(this) }
    close() {}
  };
</script>
"""
MESSAGE = {"type": "NOTIFICATION", "notification": json.dumps({"body": "On it", "roomId": "r7"})}


@pytest.fixture
def full_width(visit):
    return visit(f"{SYSTEM}<unknown-user-widget {IDS}></unknown-user-widget>")


def shown(page) -> list:
    return page.evaluate("made.map(({ title, body }) => [title, body])")


def test_the_frame_learns_whether_they_are_permitted_and_may_ask(full_width):
    frame = inside(full_width)
    assert told(frame)[1] == {"notificationsPermission": "default"}
    say(frame, type="REQUEST_NOTIFICATIONS_PERMISSION")
    hears(frame, {"notificationsPermission": "granted"})


def test_nothing_is_shown_without_permission(full_width):
    frame = inside(full_width)
    say(frame, **MESSAGE)
    say(frame, type="REQUEST_NOTIFICATIONS_PERMISSION")
    hears(frame, {"notificationsPermission": "granted"})
    assert shown(full_width) == []


def test_a_click_on_one_leads_to_its_room(full_width):
    frame = inside(full_width)
    full_width.evaluate("Notification.permission = 'granted'")
    say(frame, **MESSAGE)
    full_width.wait_for_function("made.length === 1")
    assert shown(full_width) == [["Support", "On it"]]
    full_width.evaluate("made[0].onclick()")
    hears(frame, {"roomIdToOpen": "r7"})


def test_a_click_on_one_from_the_badge_opens_the_floating_widget(visit):
    page = visit(
        f"{SYSTEM}<unknown-user-badge {IDS}></unknown-user-badge>"
        f"<unknown-user-floating {IDS}></unknown-user-floating>"
    )
    page.evaluate("Notification.permission = 'granted'")
    say(inside(page, "/widget/w1/headless"), **MESSAGE)
    page.wait_for_function("made.length === 1")
    page.evaluate("made[0].onclick()")
    expect(page.get_by_role("dialog", name="Support")).to_be_visible()
    frame = inside(page)
    hears(frame, {"roomIdToOpen": "r7"})
    assert "initToken" in told(frame)[0]


def test_a_click_on_one_from_a_closed_panel_opens_it_again(visit):
    page = visit(f"{SYSTEM}<unknown-user-floating {IDS}></unknown-user-floating>")
    page.evaluate("Notification.permission = 'granted'")
    page.get_by_role("button", name="Support").click()
    frame = inside(page)
    page.get_by_role("button", name="Support").click()
    say(frame, **MESSAGE)
    page.wait_for_function("made.length === 1")
    page.evaluate("made[0].onclick()")
    expect(page.get_by_role("dialog", name="Support")).to_be_visible()
    hears(frame, {"roomIdToOpen": "r7"})


def test_two_frames_that_say_the_same_are_one_notification(visit):
    page = visit(
        f"{SYSTEM}<unknown-user-badge {IDS}></unknown-user-badge>"
        f"<unknown-user-widget {IDS}></unknown-user-widget>"
    )
    page.evaluate("Notification.permission = 'granted'")
    for path in ("/widget/w1/headless", "/widget/w1/"):
        say(inside(page, path), **MESSAGE)
    page.wait_for_function("made.length === 2")
    assert page.evaluate("made[0].tag === made[1].tag && made[0].tag.includes('r7')")


def test_a_browser_without_notifications_does_without(visit):
    page = visit(
        f"<script>delete window.Notification</script><unknown-user-widget {IDS}>"
        "</unknown-user-widget>"
    )
    frame = inside(page)
    assert told(frame)[1] == {"notificationsPermission": "denied"}
    say(frame, type="REQUEST_NOTIFICATIONS_PERMISSION")
    say(frame, **MESSAGE)
    hears(frame, {"notificationsPermission": "denied"})
    assert page.problems == []
