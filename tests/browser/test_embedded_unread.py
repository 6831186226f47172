"""What an agent's answer does on the vendor's page: the badge, the notification, the way to it."""

import time
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from customers.models import Customer
from helpdesk.models import Room, RoomKind
from helpdesk.rooms.posting import post
from tests.browser.embedded import KITS, OURS, enter_by_code, wait_for_room
from tests.browser.steps import say, sees
from tests.vendors import bare_token, token_of

pytestmark = pytest.mark.slow

# Stands in for the system's own notifications, which no test can see or click.
SYSTEM = """
window.made = [];
window.Notification = class {
  static permission = "default";
  static async requestPermission() { return (Notification.permission = "granted"); }
  constructor(title, { body }) { Object.assign(this, { title, body }); made.push(this); }
  close() {}
};
"""


def add_room(customer: Customer, name: str) -> Room:
    """A room that everybody of the customer may enter."""
    return Room.objects.create(
        workspace=customer.workspace,
        customer=customer,
        customer_kind=customer.kind,
        name=name,
        kind=RoomKind.PUBLIC,
    )


def answer(world, text: str, room: Room | None = None) -> None:
    """As an agent, say this in the room: where somebody has spoken last, if none is named."""
    post(room or last_spoken_in(), world.grace, uuid4(), text)


def last_spoken_in() -> Room:
    """The room of the newest message; what its author sees already may not be stored yet."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        spoken = Room.objects.exclude(last_message_at=None).order_by("-last_message_at")
        if room := spoken.first():
            return room
        time.sleep(0.05)
    raise AssertionError("nobody has said anything")


@pytest.mark.parametrize("kit", KITS)
def test_an_answer_behind_a_closed_panel_raises_the_number_until_it_is_read(
    world, someone, mailbox, embedding, kit
):
    ana, page = someone(), embedding(kit, "floating")
    ana.goto(page.address(bare_token(world.workspace)))
    frame = page.open(ana)
    enter_by_code(frame, mailbox, "ana@acme.com", "Ana")
    say(frame, "I can't log in")
    sees(frame, "I can't log in")
    page.launcher(ana).click()
    expect(page.shown(ana)).to_have_count(0)

    answer(world, "On it")
    expect(page.number(ana)).to_have_text("1")
    page.launcher(ana).click()
    sees(frame, "On it")
    expect(page.number(ana)).to_have_count(0)


@pytest.mark.parametrize("kit", KITS)
def test_the_badge_knows_who_signed_in_on_another_page_of_the_site(
    world, someone, mailbox, embedding, kit
):
    ana, page = someone(), embedding(kit, "full-width")
    ana.goto(page.address(bare_token(world.workspace)))
    frame = page.open(ana)
    enter_by_code(frame, mailbox, "ana@acme.com", "Ana")
    say(frame, "I can't log in")
    sees(frame, "I can't log in")

    beside = embedding(kit, "headless")
    ana.goto(beside.address(bare_token(world.workspace)))
    answer(world, "On it")
    expect(beside.number(ana)).to_have_text("1")


@pytest.mark.parametrize("kit", KITS)
def test_a_click_on_the_badge_opens_the_room(world, someone, embedding, kit):
    ana, page = someone(), embedding(kit, "full-width")
    ana.goto(page.address(token_of(world.workspace)))
    wait_for_room(page.open(ana))
    say(page.open(ana), "Hello")
    sees(page.open(ana), "Hello")

    beside = embedding(kit, "headless")
    ana.goto(beside.address(token_of(world.workspace)))
    answer(world, "On it")
    expect(beside.number(ana)).to_have_text("1")
    with ana.expect_popup() as opened:
        beside.number(ana).click()
    sees(opened.value, "On it")
    assert "token" not in opened.value.url


@pytest.mark.parametrize("kit", KITS)
def test_a_notification_says_what_was_answered_and_leads_to_its_room(
    world, someone, embedding, kit
):
    ana, page = someone(), embedding(kit, "full-width")
    ana.add_init_script(SYSTEM)
    ana.goto(page.address(token_of(world.workspace)))
    frame = page.open(ana)
    wait_for_room(frame)
    say(frame, "Hello")
    sees(frame, "Hello")
    billing = add_room(Customer.objects.get(name="Juniper"), "Billing")
    with ana.expect_response("**/unread"):
        ana.reload()
    wait_for_room(frame)
    frame.get_by_role("button", name="Notify me of answers").click()
    ana.wait_for_function("Notification.permission === 'granted'")

    answer(world, "Your invoice is here", billing)
    ana.wait_for_function("made.length === 1")
    assert ana.evaluate("made[0].body") == "Your invoice is here"
    ana.evaluate("made[0].onclick()")
    expect(frame.get_by_role("heading", name="Billing")).to_be_visible()
    sees(frame, "Your invoice is here")


def test_a_notification_of_ours_opens_the_closed_panel(world, someone, embedding):
    ana, page = someone(), embedding(OURS, "floating")
    ana.add_init_script(SYSTEM + "Notification.permission = 'granted'")
    ana.goto(page.address(token_of(world.workspace)))
    frame = page.open(ana)
    wait_for_room(frame)
    say(frame, "Hello")
    sees(frame, "Hello")
    page.launcher(ana).click()
    answer(world, "On it")
    ana.wait_for_function("made.length === 1")
    ana.evaluate("made[0].onclick()")
    expect(page.shown(ana)).to_be_visible()
    sees(frame, "On it")
