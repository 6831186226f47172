"""What a browser without JavaScript can do."""

import re

from playwright.sync_api import expect

from tests.browser.steps import ask_for_link, code_in_mail, link_in_mail


def test_the_link_and_the_code_of_its_mail_open_the_room(someone, world, mailbox):
    page = someone(java_script_enabled=False)
    page.goto(f"/widget/{world.workspace.widget_id}/")
    ask_for_link(page, "ana@acme.com")
    page.goto(link_in_mail(mailbox, "ana@acme.com"))
    page.get_by_role("textbox", name="Code").fill("12 34")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("textbox", name="Code")).to_have_accessible_description(
        re.compile("This code opens nothing")
    )
    page.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, "ana@acme.com"))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/rooms/*/")


def test_with_javascript_the_link_asks_for_no_code(someone, world, mailbox):
    page = someone()
    page.goto(f"/widget/{world.workspace.widget_id}/")
    ask_for_link(page, "ana@acme.com")
    page.goto(link_in_mail(mailbox, "ana@acme.com"))
    expect(page.get_by_role("button", name="Continue")).to_be_visible()
    expect(page.get_by_role("textbox", name="Code")).to_have_count(0)
