"""A vendor locks the widget to its own pages, and the browser holds to it."""

import pytest
from playwright.sync_api import Page, expect

from customers.models import AllowedOrigin
from tests.browser.steps import sign_in
from tests.world import PASSWORD

pytestmark = pytest.mark.slow


@pytest.fixture
def settings_page(world, someone) -> Page:
    ada = someone()
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.get_by_role("link", name="Settings").click()
    return ada


def add(page: Page, origin: str) -> None:
    box = page.get_by_role("textbox", name="Add an origin")
    box.fill(origin)
    box.press("Enter")


def test_a_page_that_is_not_listed_is_blocked_until_it_is_allowed(
    world, settings_page, someone, vendor_page
):
    address = vendor_page(world.workspace)
    add(settings_page, "https://fernhill.io")
    expect(settings_page.get_by_role("button", name="Remove https://fernhill.io")).to_be_visible()
    visitor = someone()
    visitor.goto(address)
    form = visitor.frame_locator("iframe").get_by_role("textbox", name="Email")
    visitor.wait_for_timeout(500)
    expect(form).to_have_count(0)
    # The browser's own error stays out of sight
    expect(visitor.locator("iframe")).to_have_css("opacity", "0")

    add(settings_page, address)
    expect(
        settings_page.get_by_role("button", name=f"Remove {address.rstrip('/')}")
    ).to_be_visible()
    visitor.goto(address)
    expect(form).to_be_visible()
    expect(visitor.locator("iframe")).to_have_css("opacity", "1")


def test_what_was_refused_stays_in_the_field_with_the_focus(settings_page):
    add(settings_page, "https://*.co.uk")
    box = settings_page.get_by_role("textbox", name="Add an origin")
    expect(settings_page.get_by_role("alert")).to_contain_text("Anybody can have a site")
    expect(box).to_have_value("https://*.co.uk")
    expect(box).to_be_focused()


def test_a_removed_origin_comes_back_by_undo(world, settings_page):
    add(settings_page, "https://acme.com")
    settings_page.get_by_role("button", name="Remove https://acme.com").click()
    expect(settings_page.get_by_text("Now any page may show the widget.")).to_be_visible()
    settings_page.get_by_role("button", name="Undo").click()
    expect(settings_page.get_by_role("button", name="Remove https://acme.com")).to_be_visible()
    assert AllowedOrigin.objects.get().origin == "https://acme.com"


def test_all_of_it_works_without_javascript(world, someone):
    ada = someone(java_script_enabled=False)
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.get_by_role("link", name="Settings").click()
    add(ada, "https://*.acme.com")
    ada.get_by_role("textbox", name="Address of the page").fill("https://acme.com/support")
    ada.get_by_role("button", name="Test", exact=True).click()
    expect(ada.get_by_text("https://acme.com is not let in.")).to_be_visible()
    expect(ada.get_by_text("frame-ancestors https://*.acme.com 'self'")).to_be_visible()

    ada.get_by_text("Change the key").click()
    ada.get_by_role("button", name="Make a new key").click()
    ada.get_by_text("End early").click()
    ada.get_by_role("button", name="End it now").click()
    expect(ada.get_by_text("Former ones that still work")).to_have_count(0)

    ada.get_by_text("Turn off").click()
    ada.get_by_role("button", name="Turn the widget off").click()
    ada.get_by_role("button", name="Turn the widget on").click()
    expect(ada.get_by_role("heading", name="The widget is on")).to_be_visible()


def test_the_page_is_never_wider_than_a_small_phone(world, someone):
    ada = someone(viewport={"width": 320, "height": 640})
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.get_by_role("link", name="Settings").click()
    add(ada, "https://" + "a-long-name." * 15 + "com")
    expect(ada.get_by_role("button", name="Remove https://a-long-name.")).to_be_visible()
    assert ada.evaluate("document.querySelector('.main').scrollWidth") == 320
