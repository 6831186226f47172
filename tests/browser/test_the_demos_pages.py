"""The demo's vendor pages: full width, floating, and with the npm packages."""

import pytest
from playwright.sync_api import expect

from helpdesk.demo.kits import LAYOUTS, PACKAGES
from tests.browser.embedded import enter_by_code, wait_for_room

pytestmark = pytest.mark.slow


@pytest.fixture
def visitor(demo, someone):
    """Somebody's page; what its console says is wrong is in ``problems``."""
    page = someone()
    page.problems = []
    page.on("console", lambda one: one.type == "error" and page.problems.append(one.text))
    return page


def test_the_help_page_has_the_full_width_widget(visitor, mailbox):
    visitor.goto("/demo/support-unknown-user")
    frame = visitor.frame_locator("unknown-user-widget iframe")
    enter_by_code(frame, mailbox, "amy@acme.com", "Amy")
    assert visitor.problems == []


def test_the_checkbox_of_the_showcase_switches_between_known_and_unknown(visitor):
    visitor.goto("/demo/showcase")
    visitor.get_by_role("button", name="Support", exact=True).click()
    frame = visitor.frame_locator("unknown-user-floating iframe")
    wait_for_room(frame)
    expect(visitor.get_by_text("Lena Moor, Juniper Nurseries")).to_be_visible()
    visitor.get_by_role("checkbox", name="Unknown user flow").check()
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_be_visible()
    expect(visitor.get_by_text("Not signed in")).to_be_visible()
    visitor.get_by_role("checkbox", name="Unknown user flow").uncheck()
    wait_for_room(frame)
    assert visitor.problems == []


# Each of both once; that each layout of each package works is test_embedding.py's
@pytest.mark.parametrize(("package", "layout"), list(zip(PACKAGES, LAYOUTS, strict=True)))
def test_each_package_works_on_the_demos_page(visitor, package, layout):
    visitor.goto(f"/demo/kits/{package}/{layout}")
    if layout == "floating":
        visitor.get_by_title("Customer support").click()
    if layout != "headless":
        frame = visitor.locator("iframe").filter(visible=True).content_frame
        expect(frame.get_by_role("textbox", name="Email", exact=True)).to_be_visible()
    else:
        expect(visitor.locator("iframe")).to_have_count(1)
    refused = [one for one in visitor.problems if "Content Security Policy" in one]
    assert refused == []
