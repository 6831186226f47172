"""The agents' inbox, live: what comes in, what stays where it is, and the keyboard."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from helpdesk.models import Room
from helpdesk.rooms.posting import post
from tests.browser.steps import sign_in
from tests.world import PASSWORD

AWAY = (1000, 500)  # a point outside the roster


@pytest.fixture
def said(world):
    """A function with which somebody at a customer says something in one of its rooms."""

    def said(customer, text, room="Triage") -> Room:
        found = Room.objects.get(customer=customer, name=room)
        address = f"ana@{customer.domains.get().name}"
        post(found, world.person(address, "Ana"), uuid4(), text)
        return found

    return said


@pytest.fixture
def desk(world, said, someone) -> Page:
    """Grace's desk, Acme above Birch, the pointer away from the roster."""
    said(world.birch, "From Birch")
    said(world.acme, "From Acme")
    page = someone(viewport={"width": 1280, "height": 800})
    sign_in(page, world.grace.email, PASSWORD)
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_title(re.compile(r"^\(2\)"))  # the page lets no script be made of a text
    page.mouse.move(*AWAY)
    return page


def rows(page: Page):
    return page.locator("#roster a.roster-row")


def customers(page: Page):
    return page.locator("#roster section h2")


def test_a_row_with_news_goes_to_the_top(world, desk, said):
    expect(customers(desk)).to_have_text(["Acme", "Birch"])
    said(world.birch, "Again from Birch")
    expect(customers(desk)).to_have_text(["Birch", "Acme"])
    expect(rows(desk).first).to_contain_text("Again from Birch")
    expect(rows(desk).first.locator(".badge")).to_have_text("2")


def test_nothing_moves_under_the_pointer(world, desk, said):
    rows(desk).first.hover()
    said(world.birch, "Again from Birch")
    expect(rows(desk).nth(1)).to_contain_text("Again from Birch")
    expect(customers(desk)).to_have_text(["Acme", "Birch"])
    desk.mouse.move(*AWAY)
    expect(customers(desk)).to_have_text(["Birch", "Acme"])


def test_a_room_that_was_quiet_joins_the_roster(world, desk, said):
    said(world.customer("Cedar", "cedar.io"), "Is anybody there?")
    expect(customers(desk)).to_have_text(["Cedar", "Acme", "Birch"])
    expect(desk.locator("[data-inbox-unread]")).to_have_text("3")
    expect(desk).to_have_title(re.compile(r"^\(3\) "))


def test_reading_a_room_lowers_the_number(desk):
    rows(desk).first.click()
    expect(desk.get_by_role("log")).to_contain_text("From Acme")
    expect(desk.locator("[data-inbox-unread]")).to_have_text("1")
    expect(desk).to_have_title("(1) Triage · Acme")


def test_the_back_button_leads_to_the_room_before(desk):
    rows(desk).nth(0).click()
    expect(desk.get_by_role("log")).to_contain_text("From Acme")
    rows(desk).nth(1).click()
    expect(desk.get_by_role("log")).to_contain_text("From Birch")
    desk.go_back()
    expect(desk.get_by_role("log")).to_contain_text("From Acme")
    expect(desk.locator("#roster [aria-current=page]")).to_contain_text("From Acme")


def test_the_keyboard_alone_is_enough(desk):
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    expect(rows(desk).first).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("textbox", name="Message")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(rows(desk).first).to_be_focused()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("/")
    desk.keyboard.type("birch")
    expect(rows(desk)).to_have_count(1)


def test_the_filter_shows_what_is_unread(desk):
    rows(desk).first.click()
    expect(desk.locator("[data-inbox-unread]")).to_have_text("1")
    unread = desk.get_by_role("link", name="Unread", exact=True)
    unread.click()
    expect(customers(desk)).to_have_text(["Birch"])
    expect(unread).to_have_attribute("aria-current", "true")


def test_on_a_phone_one_pane_is_shown_and_escape_leads_back(world, said, someone):
    said(world.acme, "From Acme")
    page = someone(viewport={"width": 360, "height": 640})
    sign_in(page, world.grace.email, PASSWORD)
    rows(page).first.click()
    expect(page.get_by_role("log")).to_be_visible()
    expect(rows(page).first).to_be_hidden()
    page.get_by_role("link", name="Back to the rooms").click()
    expect(rows(page).first).to_be_visible()
    assert page.url.endswith(world.url())


def test_an_agent_blocks_somebody_after_being_asked_once(world, desk):
    post(_room_of_eve(world), world.person("eve@gmail.com", "Eve"), uuid4(), "Hello")
    desk.get_by_role("link", name=re.compile("eve@gmail.com")).click()
    desk.get_by_role("button", name="Block", exact=True).click()
    desk.get_by_role("button", name="Block Eve").click()
    expect(desk.get_by_role("button", name="Unblock")).to_be_visible()
    assert world.person("eve@gmail.com").block.placed_by == world.grace


def _room_of_eve(world) -> Room:
    person = world.person("eve@gmail.com", "Eve")
    return Room.objects.create(
        workspace=world.workspace,
        customer=world.inbox,
        customer_kind=world.inbox.kind,
        kind="private",
        name=person.email,
        person=person,
    )
