"""Each kit in each layout on a vendor's page of another site, from the form to the answer."""

import pytest
from playwright.sync_api import expect

from tests.browser.embedded import KITS, enter_by_code, wait_for_room
from tests.browser.steps import arrive, ask_for_link, say, sees
from tests.vendors import bare_token, token_of


@pytest.mark.parametrize("layout", ["full-width", "floating"])
@pytest.mark.parametrize("kit", KITS)
def test_from_the_form_by_the_code_into_the_room_in_place(
    world, someone, mailbox, embedding, kit, layout
):
    ana, page = someone(), embedding(kit, layout)
    ana.goto(page.address(bare_token(world.workspace)))
    address = ana.url
    frame = page.open(ana)
    enter_by_code(frame, mailbox, "ana@acme.com", "Ana")
    say(frame, "I can't log in")
    sees(frame, "I can't log in")
    assert ana.url == address


@pytest.mark.parametrize("layout", ["full-width", "floating"])
@pytest.mark.parametrize("kit", KITS)
def test_from_the_form_by_the_link_into_the_room_at_top_level(
    world, someone, mailbox, embedding, kit, layout
):
    ana, page = someone(), embedding(kit, layout)
    ana.goto(page.address(bare_token(world.workspace)))
    ask_for_link(page.open(ana), "ana@acme.com", "Ana")
    arrive(ana, mailbox, "ana@acme.com")
    expect(ana.get_by_text("You joined Acme's helpdesk")).to_be_visible()


@pytest.mark.parametrize("layout", ["full-width", "floating"])
@pytest.mark.parametrize("kit", KITS)
def test_a_known_users_token_opens_the_room_at_once(world, someone, embedding, kit, layout):
    ana, page = someone(), embedding(kit, layout)
    ana.goto(page.address(token_of(world.workspace)))
    frame = page.open(ana)
    wait_for_room(frame)
    say(frame, "Hello from the product")
    sees(frame, "Hello from the product")
