"""The form while it asks browsers for a piece of work."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from customers.models import Challenge, LinkRequest, Workspace
from tests.browser.steps import ask_for_link, code_in_mail

CHECKING = "Checking that you are a person, a moment …"


@pytest.fixture
def attack(world):
    """A function that begins an attack: far more is asked for than is usual."""

    def attack():
        LinkRequest.objects.bulk_create(
            LinkRequest(workspace=world.workspace, form=uuid4(), address=f"a{number}@acme.com")
            for number in range(70)
        )

    return attack


def test_a_person_in_a_frame_waits_a_moment_and_goes_on(
    world, someone, vendor_page, mailbox, attack
):
    attack()
    page = someone()
    page.goto(vendor_page(world.workspace))
    frame = page.frame_locator("iframe")
    status = frame.get_by_role("status")
    expect(status).to_have_text("First comes a short check that you are a person.")
    ask_for_link(frame, "ana@acme.com", "Ana")
    frame.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, "ana@acme.com"))
    frame.get_by_role("button", name="Open the room").click()
    expect(frame.get_by_role("textbox", name="Message")).to_be_visible()


def test_a_form_that_was_open_before_the_attack_is_sent_by_itself_once_that_is_done(
    world, someone, mailbox, attack
):
    page = someone()
    page.goto(f"/widget/{world.workspace.widget_id}/")
    attack()
    ask_for_link(page, "ana@acme.com", "Ana")
    assert code_in_mail(mailbox, "ana@acme.com")
    assert LinkRequest.objects.get(address="ana@acme.com").name == "Ana"


def test_nothing_moves_while_it_is_checked(world, someone, attack):
    attack()
    page = someone(viewport={"width": 320, "height": 640})
    page.route("**/widget/**", lambda route: None if is_post(route) else route.continue_())
    page.goto(f"/widget/{world.workspace.widget_id}/")
    button = page.get_by_role("button", name="Email me a link")
    place = button.bounding_box()
    # Filled in by the browser itself, no key begins the work before the button does.
    page.get_by_role("textbox", name="Email", exact=True).evaluate(
        "field => { field.value = 'ana@acme.com'; }"
    )
    # What is said may be over before anybody can look.
    page.get_by_role("status").evaluate(
        "line => new MutationObserver(() => (window.said ??= []).push(line.textContent))"
        ".observe(line, { childList: true })"
    )
    button.click()
    expect(page.locator("form[data-challenge]")).to_have_count(0)
    assert CHECKING in page.evaluate("window.said")
    assert button.bounding_box() == place
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def is_post(route) -> bool:
    return route.request.method == "POST"


def test_without_javascript_it_says_what_to_do(world, someone):
    Workspace.objects.update(challenge=Challenge.ALWAYS)
    page = someone(java_script_enabled=False)
    page.goto(f"/widget/{world.workspace.widget_id}/")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("noscript p")).to_contain_text("this form needs JavaScript")
