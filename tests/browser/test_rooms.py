"""Rooms that people make, ask one another into and archive, in their browsers."""

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.steps import arrive, ask_for_link, code_in_mail, enter, say, sees, sign_in
from tests.world import PASSWORD


def make_room(page: Page, name: str, *, private: bool = False) -> None:
    page.get_by_role("link", name="New room").click()
    page.get_by_role("textbox", name="Name").fill(name)
    if private:
        page.get_by_role("radio", name="Only people who are asked in").check()
    page.get_by_role("button", name="Make the room").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def about(page: Page, line: str) -> None:
    page.get_by_role("link", name=line).click()
    expect(page.get_by_role("heading", name="Support team")).to_be_visible()


def told(page: Page | FrameLocator, what: str) -> None:
    """The page says what was done, and one goes on from there."""
    expect(page.get_by_role("status").filter(has_text=what)).to_be_focused()


@pytest.mark.slow
def test_a_guest_comes_into_the_one_room_talks_and_is_taken_out(world, someone, mailbox):
    ana, gus = someone(), someone(viewport={"width": 320, "height": 640}, color_scheme="dark")
    enter(ana, world.workspace, mailbox, "ana@acme.com", "Ana")
    make_room(ana, "Board", private=True)
    about(ana, "Only you and Fernhill's support team")
    ana.get_by_role("textbox", name="Email").fill("gus@gmail.com")
    ana.get_by_role("button", name="Invite").click()
    told(ana, "Invited. Who has not been here yet gets a link by email.")
    expect(ana.get_by_text("has not come yet")).to_be_visible()
    arrive(gus, mailbox, "gus@gmail.com")
    expect(gus.get_by_role("heading", name="Board")).to_be_visible()
    expect(gus.get_by_role("link", name="You are a guest here")).to_be_visible()
    say(gus, "Glad to be here")
    ana.get_by_role("link", name="Back to Board").click()
    sees(ana, "Glad to be here")
    about(ana, "1 guest from elsewhere")
    ana.get_by_role("button", name="Remove gus@gmail.com").click()
    expect(gus.get_by_text("This room is not open to you any more.")).to_be_visible()


@pytest.mark.slow
def test_a_new_name_and_the_archive_reach_pages_that_are_open(world, someone, mailbox):
    ana, amy, grace = someone(), someone(), someone()
    enter(ana, world.workspace, mailbox, "ana@acme.com")
    enter(amy, world.workspace, mailbox, "amy@acme.com")
    make_room(ana, "Launch")
    say(ana, "Hello")
    amy.get_by_role("link", name="Launch").click()
    sees(amy, "Hello")
    sign_in(grace, "grace@fernhill.io", PASSWORD)
    grace.get_by_role("link", name="Launch").click()
    sees(grace, "Hello")
    about(ana, "1 colleague can read this")
    ana.get_by_role("textbox", name="Name").fill("Big launch")
    ana.get_by_role("button", name="Rename").click()
    told(ana, "This room is called Big launch now.")
    for page in (amy, grace):
        expect(page.get_by_role("heading", name="Big launch", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Big launch")).to_be_visible()
    ana.get_by_role("button", name="Archive the room").click()
    told(ana, "The room is archived.")
    for page in (ana, amy, grace):
        expect(page.get_by_text("nobody writes in it")).to_be_visible()
        expect(page.get_by_role("textbox", name="Message")).to_have_count(0)
        expect(page.get_by_role("link", name="Big launch")).to_have_count(0)


def test_a_reload_of_the_frame_stays_in_the_room_that_was_open(
    world, live, someone, mailbox, vendor_site
):
    widget = f"{live.url}/widget/{world.workspace.widget_id}/"
    ana = someone()
    ana.goto(
        vendor_site.page(
            f'<iframe src="{widget}?key={world.workspace.widget_key}" '
            'width="700" height="560"></iframe>'
        )
    )
    frame = ana.frame_locator("iframe")
    ask_for_link(frame, "ana@acme.com")
    frame.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, "ana@acme.com"))
    frame.get_by_role("button", name="Open the room").click()
    make_room(frame, "Launch")
    ana.reload()
    expect(frame.get_by_role("heading", name="Launch")).to_be_visible()
    about(frame, "no colleague has joined yet")
    frame.get_by_role("textbox", name="Email").fill("gus@gmail.com")
    frame.get_by_role("button", name="Invite").click()
    told(frame, "Invited. Who has not been here yet gets a link by email.")
    frame.get_by_role("button", name="Archive the room").click()
    told(frame, "The room is archived.")
    expect(frame.get_by_text("nobody writes in it")).to_be_visible()


def test_without_javascript_rooms_are_made_named_and_archived(world, someone, mailbox):
    ana = someone(java_script_enabled=False)
    ana.goto(f"/widget/{world.workspace.widget_id}/")
    ask_for_link(ana, "ana@acme.com")
    ana.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, "ana@acme.com"))
    ana.get_by_role("button", name="Open the room").click()
    make_room(ana, "Launch")
    about(ana, "no colleague has joined yet")
    ana.get_by_role("textbox", name="Name").fill("Big launch")
    ana.get_by_role("button", name="Rename").click()
    expect(ana.get_by_role("heading", name="Big launch")).to_be_visible()
    ana.get_by_role("button", name="Archive the room").click()
    ana.get_by_role("link", name="Archived rooms").click()
    expect(ana.get_by_role("link", name="Big launch", exact=True)).to_be_visible()
