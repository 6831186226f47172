"""The frame on a vendor's page, from the form to the room, without leaving the page."""

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from customers.embedding.switch import switch_off
from customers.models import PersonSession
from tests.browser.steps import (
    arrive,
    ask_for_link,
    code_in_mail,
    link_in_mail,
    say,
    sees,
    sign_in,
)
from tests.world import PASSWORD

# What some browsers do to frames of other sites
CLOSED = """Object.defineProperty(window, "sessionStorage", {
  get() { throw new DOMException("The request was denied.", "SecurityError"); }
});"""


@pytest.fixture
def frame_url(world, live):
    """The address that a plain frame on a vendor's page has."""
    return f"{live.url}/widget/{world.workspace.widget_id}/?key={world.workspace.widget_key}"


@pytest.fixture
def vendor_url(vendor_site, frame_url):
    """A vendor's page with nothing but that frame in it."""
    html = f'<h1>Help</h1><iframe src="{frame_url}" width="100%" height="560"></iframe>'
    vendor_site.page(html, "/other")
    return vendor_site.page(html)


def frame_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def type_code(frame: FrameLocator, code: str) -> None:
    frame.get_by_role("textbox", name="Code").fill(code)
    frame.get_by_role("button", name="Open the room").click()


def come_in(page: Page, mailbox, email: str) -> FrameLocator:
    """From the form to the room, by the six digits."""
    frame = frame_of(page)
    ask_for_link(frame, email)
    type_code(frame, code_in_mail(mailbox, email))
    expect(frame.get_by_role("textbox", name="Message")).to_be_focused()
    return frame


def test_the_six_digits_open_the_room_in_the_vendors_page(world, someone, mailbox, vendor_url):
    ana, grace = someone(), someone()
    ana.goto(vendor_url)
    frame = come_in(ana, mailbox, "ana@acme.com")
    expect(frame.get_by_text("You joined Acme's helpdesk")).to_be_visible()
    assert ana.url == vendor_url
    say(frame, "I can't log in")
    sees(frame, "I can't log in")
    sign_in(grace, "grace@fernhill.io", PASSWORD)
    grace.get_by_role("link", name="Triage").first.click()
    say(grace, "On it")
    sees(frame, "On it")


def test_the_vendors_back_button_leads_out_of_the_vendors_page(someone, mailbox, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    come_in(ana, mailbox, "ana@acme.com")
    assert ana.evaluate("history.length") == 2  # the page before, and the vendor's


def test_a_wrong_code_is_said_and_the_right_one_still_opens(someone, mailbox, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    frame = frame_of(ana)
    ask_for_link(frame, "ana@acme.com")
    code = code_in_mail(mailbox, "ana@acme.com")
    type_code(frame, "000000" if code.replace(" ", "") != "000000" else "111111")
    expect(frame.get_by_role("alert")).to_contain_text("doesn't open")
    expect(frame.get_by_role("textbox", name="Code")).to_be_focused()
    type_code(frame, code)
    expect(frame.get_by_role("log")).to_be_visible()


def test_the_code_of_the_mail_counts_after_a_reload_and_asking_again(someone, mailbox, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    frame = frame_of(ana)
    ask_for_link(frame, "ana@acme.com")
    code = code_in_mail(mailbox, "ana@acme.com")
    ana.reload()
    ask_for_link(frame, "ana@acme.com")
    assert len(mailbox.messages) == 1
    type_code(frame, code)
    expect(frame.get_by_role("log")).to_be_visible()


def test_correcting_the_address_begins_in_its_field(someone, mailbox, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    frame = frame_of(ana)
    ask_for_link(frame, "ana@acme.con")
    frame.get_by_role("button", name="Wrong address?").click()
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_be_focused()


def test_the_link_opens_at_top_level_and_never_the_frame(someone, mailbox, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    frame = frame_of(ana)
    ask_for_link(frame, "ana@acme.com")
    code = code_in_mail(mailbox, "ana@acme.com")
    tab = ana.context.new_page()
    arrive(tab, mailbox, "ana@acme.com")
    type_code(frame, code)
    expect(frame.get_by_role("alert")).to_contain_text("doesn't open")
    ana.reload()
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_be_visible()


def test_a_code_from_another_device_opens_the_frame_and_spends_the_link(
    someone, mailbox, vendor_url
):
    desktop, phone = someone(), someone()
    desktop.goto(vendor_url)
    come_in(desktop, mailbox, "ana@acme.com")
    phone.goto(link_in_mail(mailbox, "ana@acme.com"))
    expect(phone.get_by_role("heading", name="used already")).to_be_visible()


def test_the_site_is_remembered_from_page_to_page_and_leaving_forgets(
    someone, mailbox, vendor_url, vendor_site
):
    ana = someone()
    ana.goto(vendor_url)
    come_in(ana, mailbox, "ana@acme.com")
    ana.goto(f"{vendor_site.url}/other")
    frame = frame_of(ana)
    expect(frame.get_by_role("log")).to_be_visible()
    frame.get_by_role("button", name="Not you? Leave").click()
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_be_visible()
    assert not PersonSession.objects.open().exists()
    ana.goto(vendor_url)
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_be_visible()
    assert not ana.context.cookies()


def test_without_a_cookie_the_tab_remembers(someone, mailbox, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    frame = come_in(ana, mailbox, "ana@acme.com")
    ana.context.clear_cookies()
    ana.reload()
    expect(frame.get_by_role("log")).to_be_visible()
    say(frame, "Still here")
    sees(frame, "Still here")


def test_where_frames_have_no_storage_the_cookie_remembers(someone, mailbox, vendor_url):
    ana = someone()
    ana.add_init_script(CLOSED)
    ana.goto(vendor_url)
    frame = come_in(ana, mailbox, "ana@acme.com")
    ana.reload()
    say(frame, "Still here")
    sees(frame, "Still here")


def test_another_site_remembers_nobody(someone, mailbox, vendor_url, our_site, frame_url):
    ana = someone()
    ana.goto(vendor_url)
    come_in(ana, mailbox, "ana@acme.com")
    ana.goto(our_site.page(f'<iframe src="{frame_url}" width="100%" height="560"></iframe>'))
    expect(frame_of(ana).get_by_role("textbox", name="Email", exact=True)).to_be_visible()


def test_somebody_else_can_come_in_after_leaving(someone, mailbox, vendor_url):
    tab = someone()
    tab.goto(vendor_url)
    frame = come_in(tab, mailbox, "ana@acme.com")
    frame.get_by_role("button", name="Not you? Leave").click()
    come_in(tab, mailbox, "bea@acme.com")
    say(frame, "I am Bea")
    sees(frame, "I am Bea")
    expect(frame.locator("article").last).to_contain_text("bea@acme.com")


def test_a_room_beside_opens_in_place(world, someone, mailbox, vendor_url):
    world.acme.rooms.create(
        workspace=world.workspace, customer_kind="organisation", kind="public", name="Billing"
    )
    ana = someone(viewport={"width": 1000, "height": 700})
    ana.goto(vendor_url)
    frame = come_in(ana, mailbox, "ana@acme.com")
    frame.get_by_role("link", name="Billing").click()
    expect(frame.get_by_role("heading", name="Billing")).to_be_visible()
    say(frame, "About the invoice")
    sees(frame, "About the invoice")
    frame.get_by_role("link", name="Triage").click()
    expect(frame.get_by_role("heading", name="Triage")).to_be_visible()
    expect(frame.get_by_text("About the invoice")).to_have_count(0)


@pytest.mark.slow
def test_switched_off_in_the_middle_the_frame_says_so(world, someone, mailbox, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    frame = come_in(ana, mailbox, "ana@acme.com")
    switch_off(world.workspace)
    off = frame.get_by_role("heading", name="This form is switched off")
    expect(off).to_be_visible(timeout=15_000)


def test_nothing_takes_the_focus_when_the_vendors_page_loads(someone, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    expect(frame_of(ana).get_by_role("textbox", name="Email", exact=True)).to_be_visible()
    assert ana.evaluate("document.activeElement.localName") == "body"


def test_the_keyboard_walks_into_the_frame_and_out_again(someone, vendor_url, vendor_site):
    ana = someone()
    ana.goto(vendor_url)
    ana.evaluate("document.body.insertAdjacentHTML('beforeend', '<button>After</button>')")
    frame = frame_of(ana)
    for place in (
        frame.get_by_role("textbox", name="Email", exact=True),
        frame.get_by_role("textbox", name="Name (optional)"),
        frame.get_by_role("button", name="Email me a link"),
        ana.get_by_role("button", name="After"),
    ):
        expect(place).to_be_visible()
        ana.keyboard.press("Tab")
        expect(place).to_be_focused()


def test_without_a_connection_nothing_typed_is_lost(someone, vendor_url):
    ana = someone()
    ana.goto(vendor_url)
    frame = frame_of(ana)
    frame.get_by_role("textbox", name="Email", exact=True).fill("ana@acme.com")
    ana.context.set_offline(True)
    frame.get_by_role("button", name="Email me a link").click()
    expect(frame.get_by_role("alert")).to_contain_text("no connection")
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_have_value("ana@acme.com")
    ana.context.set_offline(False)
    frame.get_by_role("button", name="Email me a link").click()
    expect(frame.get_by_role("status")).to_contain_text("ana@acme.com")


def test_without_javascript_form_and_room_work_by_the_cookie(someone, mailbox, vendor_url):
    ana = someone(java_script_enabled=False)
    ana.goto(vendor_url)
    frame = frame_of(ana)
    ask_for_link(frame, "ana@acme.com")
    type_code(frame, code_in_mail(mailbox, "ana@acme.com"))
    say(frame, "Written without scripts")
    sees(frame, "Written without scripts")
    frame.get_by_role("button", name="Not you? Leave").click()
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_be_visible()


def test_a_sandbox_that_hides_the_origin_is_told_what_it_lacks(someone, vendor_site, frame_url):
    ana = someone()
    ana.goto(
        vendor_site.page(f'<iframe sandbox="allow-scripts allow-forms" src="{frame_url}"></iframe>')
    )
    frame = frame_of(ana)
    frame.get_by_role("textbox", name="Email", exact=True).fill("ana@acme.com")
    frame.get_by_role("button", name="Email me a link").click()
    expect(frame.get_by_text("allow-same-origin")).to_be_visible()
