"""From a form on a vendor's page to a live answer, as people do it."""

from playwright.sync_api import Page, WebSocketRoute, expect

from customers.models import LinkRequest, MagicLink
from helpdesk.models import Message
from tests.browser.steps import (
    arrive,
    ask_for_link,
    enter,
    link_in_mail,
    say,
    sees,
    sign_in,
)
from tests.world import PASSWORD


def test_from_the_vendors_page_to_an_answer(world, someone, mailbox, vendor_page):
    ana, grace = someone(), someone()
    ana.goto(vendor_page(world.workspace))
    ask_for_link(ana.frame_locator("iframe"), "ana@acme.com", "Ana")
    arrive(ana, mailbox, "ana@acme.com")
    expect(ana.get_by_text("You joined Acme's helpdesk")).to_be_visible()

    sign_in(grace, "grace@fernhill.io", PASSWORD)
    say(ana, "I can't log in")
    grace.get_by_role("link", name="Triage").first.click()
    sees(grace, "I can't log in")

    say(grace, "On it")
    sees(ana, "On it")
    ana.reload()
    sees(ana, "I can't log in")
    sees(ana, "On it")
    texts = list(Message.objects.order_by("seq").values_list("seq", "text"))
    assert texts == [(1, "I can't log in"), (2, "On it")]


def test_typing_shows_on_both_sides(world, someone, mailbox):
    ana, grace = someone(), someone()
    enter(ana, world.workspace, mailbox, "ana@acme.com", "Ana")
    say(ana, "Hello")
    sign_in(grace, "grace@fernhill.io", PASSWORD)
    grace.get_by_role("link", name="Triage").first.click()
    sees(grace, "Hello")
    say(grace, "Good morning")  # heard live, so both are there to see somebody type
    sees(ana, "Good morning")
    say(ana, "Morning")
    sees(grace, "Morning")
    ana.get_by_role("textbox", name="Message").press_sequentially("So")
    expect(grace.get_by_text("Ana (visitor) is typing")).to_be_visible()
    grace.get_by_role("textbox", name="Message").press_sequentially("Yes")
    expect(ana.get_by_text("Grace Lund is typing")).to_be_visible()


def test_nobody_claims_it_and_the_room_is_ones_own(world, someone, mailbox):
    eve = someone()
    enter(eve, world.workspace, mailbox, "eve@gmail.com")
    expect(eve.get_by_role("heading", name="eve@gmail.com")).to_be_visible()
    expect(eve.get_by_text("Acme")).to_have_count(0)


def test_the_frame_offers_to_correct_the_address_and_later_to_send_again(
    world, someone, vendor_page
):
    ana = someone()
    ana.goto(vendor_page(world.workspace))
    frame = ana.frame_locator("iframe")
    ask_for_link(frame, "ana@acme.con", "Ana")
    expect(frame.get_by_role("button", name="Send again")).to_be_disabled()
    frame.get_by_role("button", name="Wrong address?").click()
    expect(frame.get_by_role("textbox", name="Email", exact=True)).to_have_value("ana@acme.con")
    ask_for_link(frame, "ana@acme.com")


def test_a_double_click_on_the_form_sends_one_mail(world, someone):
    ana = someone()
    ana.goto(f"/widget/{world.workspace.widget_id}/")
    ana.get_by_role("textbox", name="Email", exact=True).fill("ana@acme.com")
    ana.get_by_role("button", name="Email me a link").dblclick()
    expect(ana.get_by_role("status")).to_contain_text("ana@acme.com")
    assert LinkRequest.objects.count() == 1


def test_a_scripted_press_does_not_open_the_link(world, someone, mailbox):
    ana, scanner = someone(), someone()
    ana.goto(f"/widget/{world.workspace.widget_id}/")
    ask_for_link(ana, "ana@acme.com")
    scanner.goto(link_in_mail(mailbox, "ana@acme.com"))
    for script in ("button.click()", "button.form.submit()", "button.form.requestSubmit()"):
        with scanner.expect_navigation():
            scanner.evaluate(f"const button = document.querySelector('button'); {script}")
    arrive(ana, mailbox, "ana@acme.com")


def test_the_link_opens_by_keyboard(world, someone, mailbox):
    ana = someone()
    ana.goto(f"/widget/{world.workspace.widget_id}/")
    ask_for_link(ana, "ana@acme.com")
    ana.goto(link_in_mail(mailbox, "ana@acme.com"))
    ana.get_by_role("button", name="Continue").focus()
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/rooms/*/")


def test_a_used_link_leads_to_a_new_one(world, someone, mailbox, live):
    ana, phone = someone(), someone()
    enter(ana, world.workspace, mailbox, "ana@acme.com")
    phone.goto(link_in_mail(mailbox, "ana@acme.com"))
    expect(phone.get_by_role("heading", name="used already")).to_be_visible()
    MagicLink.objects.all().update(requested_at="2020-01-01T00:00Z")
    mailbox.messages.clear()
    phone.get_by_role("button", name="Email me a new link").click()
    expect(phone.get_by_role("status")).to_contain_text("on its way")
    arrive(phone, mailbox, "ana@acme.com")


def test_a_message_written_while_the_other_is_away_is_there_when_they_are_back(
    world, someone, mailbox
):
    ana, bob = someone(), someone()
    enter(ana, world.workspace, mailbox, "ana@acme.com", "Ana")
    enter(bob, world.workspace, mailbox, "bob@acme.com", "Bob")
    bob.context.set_offline(True)
    say(ana, "Are you there?")
    sees(ana, "Are you there?")
    say(bob, "Written in a tunnel")
    bob.context.set_offline(False)
    sees(bob, "Are you there?")
    sees(ana, "Written in a tunnel")
    sees(bob, "Written in a tunnel")
    assert Message.objects.count() == 2


def test_what_was_not_sent_goes_once_and_in_order_after_a_reload(world, someone, mailbox):
    ana = someone()
    wire = Wire(ana)
    enter(ana, world.workspace, mailbox, "ana@acme.com", "Ana")
    wire.cut()
    for text in ("One", "Two", "Three"):
        say(ana, text)
    ana.reload()
    sees(ana, "Three")
    wire.mend()
    expect(ana.locator("[data-pending]")).to_have_count(0, timeout=20_000)
    ana.reload()
    sees(ana, "Three")
    assert said() == [("ana@acme.com", text) for text in ("One", "Two", "Three")]


def test_what_was_not_sent_is_never_sent_as_somebody_else(world, someone, mailbox):
    tab = someone()
    wire = Wire(tab)
    enter(tab, world.workspace, mailbox, "ana@acme.com", "Ana")
    wire.cut()
    say(tab, "Ana wrote this")
    wire.mend_at_next_page()
    enter(tab, world.workspace, mailbox, "bea@acme.com", "Bea")
    say(tab, "Bea wrote this")
    sees(tab, "Bea wrote this")
    expect(tab.locator("[data-pending]")).to_have_count(0)
    assert said() == [("bea@acme.com", "Bea wrote this")]

    MagicLink.objects.all().update(requested_at="2020-01-01T00:00Z")
    mailbox.messages.clear()
    enter(tab, world.workspace, mailbox, "ana@acme.com")
    sees(tab, "Ana wrote this")
    expect(tab.locator("[data-pending]")).to_have_count(0)
    assert said()[1:] == [("ana@acme.com", "Ana wrote this")]


def test_a_page_that_is_left_open_does_not_write_as_who_came_after(world, someone, mailbox):
    ana = someone()
    wire = Wire(ana)
    enter(ana, world.workspace, mailbox, "ana@acme.com", "Ana")
    wire.cut()
    say(ana, "Ana wrote this")
    bea = ana.context.new_page()
    enter(bea, world.workspace, mailbox, "bea@acme.com", "Bea")
    wire.mend()
    expect(ana.get_by_text("You are not signed in any more.")).to_be_visible(timeout=20_000)
    say(bea, "Bea wrote this")
    sees(bea, "Bea wrote this")
    expect(bea.locator("[data-pending]")).to_have_count(0)
    assert said() == [("bea@acme.com", "Bea wrote this")]


def test_leaving_forgets_what_was_written(world, someone, mailbox):
    tab = someone()
    wire = Wire(tab)
    enter(tab, world.workspace, mailbox, "ana@acme.com", "Ana")
    wire.cut()
    say(tab, "Never sent")
    tab.get_by_role("textbox", name="Message").fill("Never finished")
    assert "Never sent" in kept(tab) and "Never finished" in kept(tab)
    wire.mend_at_next_page()
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/rooms/left/*/")
    assert "Never" not in kept(tab)

    enter(tab, world.workspace, mailbox, "bea@acme.com", "Bea")
    say(tab, "Hello")
    expect(tab.locator("[data-pending]")).to_have_count(0)
    sees(tab, "Hello")
    assert said() == [("bea@acme.com", "Hello")]


def test_signing_out_forgets_what_an_agent_wrote_on_any_page(world, someone, mailbox):
    ana, grace = someone(), someone()
    enter(ana, world.workspace, mailbox, "ana@acme.com", "Ana")
    say(ana, "Hello")
    wire = Wire(grace)
    sign_in(grace, "grace@fernhill.io", PASSWORD)
    grace.get_by_role("link", name="Triage").first.click()
    sees(grace, "Hello")
    wire.cut()
    say(grace, "Never sent")
    grace.get_by_role("textbox", name="Message").fill("Never finished")
    grace.goto(world.url("customers"))
    assert "Never sent" in kept(grace) and "Never finished" in kept(grace)
    grace.get_by_label("Grace Lund: account and appearance").click()
    grace.get_by_role("button", name="Sign out").click()
    grace.wait_for_url(lambda url: world.url() not in url)
    assert "Never" not in kept(grace)


class Wire:
    """The way of a page's sockets to the server: cut, pages still load. Made before the page is."""

    def __init__(self, page: Page) -> None:
        self.is_cut = False
        self.page = page
        self.routes: list[WebSocketRoute] = []
        page.route_web_socket("**/ws/", self._connect)

    def _connect(self, route: WebSocketRoute) -> None:
        if self.is_cut:
            route.close()
            return
        route.connect_to_server()
        self.routes.append(route)

    def cut(self) -> None:
        self.is_cut = True
        for route in self.routes:
            route.close()
        self.routes.clear()

    def mend(self) -> None:
        self.is_cut = False
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def mend_at_next_page(self) -> None:
        """As if the network came back while the next page loads."""
        self.page.once("framenavigated", lambda _: setattr(self, "is_cut", False))


def said() -> list[tuple[str, str]]:
    """Who said what, in order."""
    return list(Message.objects.order_by("pk").values_list("person__email", "text"))


def kept(page: Page) -> str:
    """All that the tab keeps for this site."""
    return page.evaluate("JSON.stringify(sessionStorage)")
