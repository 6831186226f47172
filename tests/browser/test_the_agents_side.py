"""What agents do: customers and domains, settings, team, the demo."""

import re

import pytest
from playwright.sync_api import Page, expect

from customers.models import Domain, Membership
from tests.browser.steps import ask_for_link, enter, say, sees, sign_in
from tests.world import PASSWORD


def add_domain(page: Page, customer: str, domain: str) -> None:
    box = page.get_by_role("textbox", name=f"Add a domain to {customer}")
    box.fill(domain)
    box.press("Enter")
    page.get_by_role("button", name=re.compile(f"^Add {re.escape(domain)}")).press("Enter")


@pytest.mark.slow
def test_a_new_customers_domain_works_for_somebody_who_is_in_a_room_now(world, someone, mailbox):
    carl, ada = someone(), someone()
    enter(carl, world.workspace, mailbox, "carl@cedarworks.net", "Carl")
    expect(carl.get_by_role("heading", name="carl@cedarworks.net")).to_be_visible()

    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.get_by_role("link", name="Customers").click()
    ada.get_by_role("textbox", name="New customer").fill("Cedar Works")
    ada.get_by_role("button", name="Add customer").click()
    add_domain(ada, "Cedar Works", "cedarworks.net")
    expect(ada.get_by_role("button", name="Remove cedarworks.net")).to_be_visible()

    expect(carl.get_by_role("link", name="Triage")).to_be_visible()
    carl.goto("/rooms/")
    expect(carl.get_by_role("heading", name="Triage")).to_be_visible()


def test_removing_a_domain_takes_the_room_from_whoever_is_in_it(world, someone, mailbox):
    ana, ada = someone(), someone()
    enter(ana, world.workspace, mailbox, "ana@acme.com", "Ana")
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.get_by_role("link", name="Customers").click()
    row = ada.get_by_role("row", name="Acme")
    row.get_by_role("button", name="Remove acme.com").click()
    expect(ada.get_by_role("alert")).to_contain_text("1 person moves from Acme to the Shared Email")
    expect(ada.get_by_role("alert").get_by_role("button", name="Remove acme.com")).to_be_focused()
    ada.keyboard.press("Enter")
    expect(ana.get_by_role("heading", name="ana@acme.com")).to_be_visible()
    assert not Domain.objects.filter(name="acme.com").exists()


def test_a_conflict_is_said_before_it_is_made(world, someone):
    ada = someone()
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.goto(world.url("customers"))
    ada.get_by_role("textbox", name="Add a domain to Birch").fill("acme.com")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("alert")).to_contain_text("Shared Email Inbox")
    assert Domain.objects.filter(name="acme.com").count() == 1
    ada.get_by_role("button", name="Add acme.com anyway").click()
    expect(ada.get_by_role("button", name="Remove acme.com")).to_have_count(2)
    assert Domain.objects.filter(name="acme.com").count() == 2


def test_escape_leaves_what_is_asked_and_the_field_has_the_focus_again(world, someone):
    ada = someone()
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.goto(world.url("customers"))
    field = ada.get_by_role("textbox", name="Add a domain to Birch")
    field.fill("birch.dev")
    field.press("Enter")
    expect(ada.get_by_role("button", name="Add birch.dev")).to_be_focused()
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("alert")).to_have_count(0)
    expect(field).to_be_focused()
    assert not Domain.objects.filter(name="birch.dev").exists()


def test_a_change_typed_before_the_scripts_came_is_left_for_its_field_too(world, someone):
    ada = someone()
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.route("**/htmx*.js", lambda route: route.abort())
    ada.goto(world.url("customers"))
    field = ada.get_by_role("textbox", name="Add a domain to Birch")
    field.fill("birch.dev")
    field.press("Enter")
    ada.wait_for_load_state()
    expect(ada.get_by_role("button", name="Add birch.dev")).to_be_focused()
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("alert")).to_have_count(0)
    expect(field).to_be_focused()


def test_the_snippet_of_the_settings_page_works_on_a_vendors_page(
    world, someone, vendor_page, mailbox
):
    ada, ana = someone(), someone()
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.get_by_role("link", name="Settings").click()
    expect(ada.get_by_text(world.workspace.widget_id).first).to_be_visible()
    expect(ada.get_by_text(world.workspace.widget_key).first).to_be_visible()
    assert 'data-widget-id="' in ada.content().replace("&quot;", '"')
    ana.goto(vendor_page(world.workspace))
    ask_for_link(ana.frame_locator("iframe"), "ana@acme.com")


@pytest.mark.slow
def test_a_deactivated_agents_page_ends_within_seconds(world, someone, mailbox):
    grace, ada, ana = someone(), someone(), someone()
    enter(ana, world.workspace, mailbox, "ana@acme.com", "Ana")
    say(ana, "Hello")
    sign_in(grace, "grace@fernhill.io", PASSWORD)
    grace.get_by_role("link", name="Triage").first.click()
    sees(grace, "Hello")
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.get_by_role("link", name="Team").click()
    row = ada.get_by_role("row", name="Grace Lund")
    row.get_by_role("button", name="Deactivate").click()
    expect(ada.get_by_role("row", name="Grace Lund")).to_contain_text("Deactivated")
    assert not Membership.objects.active().filter(agent=world.grace).exists()
    say(ana, "A secret")
    sees(ana, "A secret")
    grace.wait_for_timeout(1000)
    expect(grace.get_by_text("A secret")).to_have_count(0)
    assert grace.goto(world.url()).status == 404


@pytest.mark.slow
def test_the_demo_lets_one_be_an_agent_and_a_visitor_side_by_side(demo, someone):
    visitor = someone(viewport={"width": 1400, "height": 900})
    visitor.goto("/demo/agent")
    visitor.get_by_role("button", name="Grace Lund").click()
    visitor.get_by_role("link", name="Support (Unknown User)").click()
    ask_for_link(visitor.frame_locator("iframe"), "zoe@nowhere-special.net", "Zoe")


@pytest.mark.slow
def test_the_demos_vendor_page_holds_the_widget(demo, someone, mailbox):
    visitor = someone()
    visitor.goto("/demo/support-unknown-user")
    ask_for_link(visitor.frame_locator("iframe"), "zoe@acme.com", "Zoe")
