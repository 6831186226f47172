"""Away from the page but with it open: the number on the tab, and notifications."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from customers.models import Person
from customers.proof.sessions import cookie_name, start_session
from helpdesk.models import Room
from helpdesk.rooms.posting import post
from tests.browser.steps import sees, sign_in
from tests.world import PASSWORD

pytestmark = pytest.mark.slow

# A browser without a window shows none: it notes what it would show, and nobody looks at it.
NOTES = """
document.hasFocus = () => false;
window.noted = [];
window.Notification = class extends EventTarget {
  static permission = sessionStorage.getItem("asked") ? "granted" : "default";
  static async requestPermission() {
    sessionStorage.setItem("asked", "yes");
    return (Notification.permission = "granted");
  }
  constructor(title, { body }) {
    super();
    window.noted.push(`${title}: ${body}`);
  }
  close() {}
};
Object.defineProperty(document, "hidden", { get: () => window.noted !== undefined && away });
let away = false;
addEventListener("go-away", () => { away = true; });
"""


@pytest.fixture
def away(someone):
    """A function that gives a browser with notifications and without a window."""

    def away() -> Page:
        page = someone()
        page.add_init_script(NOTES)
        return page

    return away


def ask_and_leave(page: Page) -> None:
    bell = page.get_by_role("button", name="Notify me of new messages")
    bell.click()
    expect(bell).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('go-away'))")


def noted(page: Page) -> list[str]:
    page.wait_for_timeout(100)
    return page.evaluate("window.noted")


def test_a_person_is_told_of_answers_in_all_their_rooms(world, away, live, triage):
    person = world.person("ana@acme.com", "Ana")
    Person.objects.filter(pk=person.pk).prove()
    page = away()
    name = cookie_name(world.workspace.widget_id)
    page.context.add_cookies([{"name": name, "value": start_session(person)[1], "url": live.url}])
    Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind="public",
        name="Billing",
    )
    page.goto(f"/rooms/{triage.pk}/")
    ask_and_leave(page)
    post(triage, world.grace, uuid4(), "On it")
    sees(page, "On it")
    expect(page).to_have_title(re.compile(r"^\(1\) Triage"))
    assert page.locator("link[rel=icon]").get_attribute("href").startswith("data:image/svg+xml,")
    while not (found := noted(page)):
        pass
    assert found == ["Grace Lund: On it"]
    post(triage, person, uuid4(), "Thanks")  # in another tab
    expect(page).to_have_title(re.compile("^Triage"))


def test_an_agent_is_told_of_what_is_said_in_the_workspace(world, away, triage):
    ana = world.person("ana@acme.com", "Ana")
    page = away()
    sign_in(page, "grace@fernhill.io", PASSWORD)
    ask_and_leave(page)
    post(triage, ana, uuid4(), "Hello")
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    while not (found := noted(page)):
        pass
    assert found == ["Ana: Hello"]
