"""Our frames on a page that a vendor has written: what they know of each other."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from customers.models import Person
from customers.proof.frame_sessions import bearer_of
from customers.proof.sessions import new_session
from helpdesk.models import Room
from helpdesk.rooms.posting import post
from tests.browser.steps import ask_for_link, code_in_mail, say
from tests.vendors import token_of

pytestmark = pytest.mark.slow

PAGE = """
<h1>Vendor</h1><div id="place"></div>
<script>
  const told = [];
  const make = (where, headless) => {
    const frame = document.createElement("iframe");
    Object.assign(frame, { src: ORIGIN, width: headless ? 0 : 400, height: headless ? 0 : 500 });
    addEventListener("message", ({ data, source }) => {
      if (source !== frame.contentWindow) return;
      told.push({ headless, ...data });
      if (data.type === "APP_IS_READY")
        for (const message of [{ initToken: TOKEN, headless }, { notificationsPermission: GIVEN }])
          source.postMessage(message, ORIGIN);
    });
    where.append(frame);
  };
  if (WITH_HEADLESS) make(document.body, true);
  make(place.attachShadow({ mode: "open" }), false);
</script>"""

# From a frame that is gone: the message has the page's origin, and no source
FORGE = """([message, origin]) => {
  const gone = document.body.appendChild(document.createElement("iframe"));
  const frame = place.shadowRoot.querySelector("iframe").contentWindow;
  const post = gone.contentWindow.eval("(frame, ...rest) => frame.postMessage(...rest)");
  post(frame, message, origin);
  gone.remove();
  frame.postMessage(message, origin);
}"""


@pytest.fixture
def visit(world, live, someone, vendor_site):
    """A function that opens a page with a frame in a shadow tree, as floating widgets have it."""

    def visit(token, with_headless=False, permission="granted") -> Page:
        page = someone()
        html = PAGE.replace("ORIGIN", repr(live.url)).replace("TOKEN", str(token))
        html = html.replace("GIVEN", repr(permission))
        page.goto(vendor_site.page(html.replace("WITH_HEADLESS", str(with_headless).lower())))
        return page

    return visit


@pytest.fixture
def unknown(world):
    return {"widgetId": world.workspace.widget_id, "widgetKey": world.workspace.widget_key}


def notifications(page: Page) -> list[bool]:
    """For each notification that the page was to show: whether the frame of size 0 asked for it."""
    return page.evaluate(
        "told.filter(({type}) => type === 'NOTIFICATION').map((one) => one.headless)"
    )


def come_in(page: Page, mailbox):
    frame = page.frame_locator("iframe").last
    ask_for_link(frame, "ana@acme.com")
    frame.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, "ana@acme.com"))
    frame.get_by_role("button", name="Open the room").click()
    expect(frame.get_by_role("log")).to_be_visible()
    return frame


@pytest.fixture
def billing(world) -> Room:
    return world.acme.rooms.create(
        workspace=world.workspace, customer_kind="organisation", kind="public", name="Billing"
    )


def answer(world, room):
    """Grace writes in a room that isn't open in the frame."""
    post(room, world.grace, uuid4(), "Your invoice is right now")


def knows_numbers(page: Page) -> None:
    """Wait until the frame that can be seen has told how much is unread, and so listens."""
    page.wait_for_function(
        "told.some(({type, headless, badges}) =>"
        " type === 'BADGES' && !headless && badges.includes('roomId'))"
    )


@pytest.mark.parametrize("with_headless", [False, True])
def test_one_frame_notifies_the_one_that_can_be_seen(
    world, visit, unknown, mailbox, billing, with_headless
):
    page = visit(unknown, with_headless)
    come_in(page, mailbox)
    knows_numbers(page)
    answer(world, billing)
    page.wait_for_function("told.some(({type}) => type === 'NOTIFICATION')")
    page.wait_for_timeout(500)
    assert notifications(page) == [False]


@pytest.mark.parametrize("permission", ["default", "denied"])
def test_no_text_is_told_to_a_page_that_may_not_notify(
    world, visit, unknown, mailbox, billing, permission
):
    page = visit(unknown, permission=permission)
    come_in(page, mailbox)
    knows_numbers(page)
    answer(world, billing)
    page.wait_for_function("told.at(-1).badges?.includes('\"count\":1')")
    page.wait_for_timeout(1500)
    assert notifications(page) == []


def test_the_page_around_cant_pass_for_one_of_our_frames(world, visit, unknown, mailbox, live):
    attacker = new_session(world.person("mallory@birch.io"), in_frame=True)
    page = visit(unknown)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("button", name="Email me a link")).to_be_visible()
    forged = {
        "name": f"frames {world.workspace.widget_id}",
        "what": "in",
        "detail": {"bearer": bearer_of(attacker.session)},
    }
    page.evaluate(FORGE, [forged, live.url])
    page.wait_for_timeout(1000)
    expect(frame.get_by_role("button", name="Email me a link")).to_be_visible()


def test_leaving_clears_the_badge(world, visit, unknown, mailbox, billing):
    page = visit(unknown)
    frame = come_in(page, mailbox)
    knows_numbers(page)
    answer(world, billing)
    page.wait_for_function("told.at(-1).badges?.includes('\"count\":1')")
    frame.get_by_role("button", name="Not you? Leave").click()
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_be_focused()
    page.wait_for_function("told.findLast(({type}) => type === 'BADGES').badges === '{}'")


def test_what_is_sent_before_the_scripts_are_there_is_not_lost(world, visit, live, someone):
    page = visit(token_of(world.workspace))
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("log")).to_be_visible()
    slow = page.context.new_page()
    slow.route(
        "**/static/js/frame*.js", lambda route: (slow.wait_for_timeout(700), route.continue_())
    )
    slow.goto(page.url)
    late = slow.frame_locator("iframe")
    say(late, "Pressed at once")
    stored = late.locator("article[data-seq]").get_by_text("Pressed at once")
    expect(stored).to_be_visible()
    assert Person.objects.get(messages__text="Pressed at once").email
