"""Rooms in the frame on a vendor's page: from one to the other, and what was missed meanwhile."""

import pytest
from playwright.sync_api import expect

from customers.routing.access import bump_epoch
from helpdesk.models import Message, Room
from tests.browser.steps import say, sees, sign_in
from tests.browser.test_in_place import come_in, frame_url, vendor_url
from tests.world import PASSWORD

pytestmark = pytest.mark.slow

__all__ = ["frame_url", "vendor_url"]


def add_room(world, name: str) -> Room:
    return world.acme.rooms.create(
        workspace=world.workspace, customer_kind="organisation", kind="public", name=name
    )


def test_who_goes_to_another_room_is_not_shown_as_here(world, someone, mailbox, vendor_url):
    add_room(world, "Launch")
    ana, ada = someone(viewport={"width": 1000, "height": 700}), someone()
    ana.goto(vendor_url)
    frame = come_in(ana, mailbox, "ana@acme.com")
    sign_in(ada, "ada@fernhill.io", PASSWORD)
    ada.goto(world.url(f"rooms/{world.acme.rooms.get(kind='triage').pk}"))
    here = ada.locator(".room-here")
    expect(here).to_contain_text("ana@acme.com")
    frame.get_by_role("link", name="Launch").click()
    expect(frame.get_by_role("heading", name="Launch")).to_be_visible()
    expect(here).to_be_empty()


def test_who_leaves_a_lost_room_by_themselves_is_not_led_home(world, someone, mailbox, vendor_url):
    launch, _billing = add_room(world, "Launch"), add_room(world, "Billing")
    ana = someone(viewport={"width": 1000, "height": 700})
    ana.goto(vendor_url)
    frame = come_in(ana, mailbox, "ana@acme.com")
    frame.get_by_role("link", name="Launch").click()
    expect(frame.get_by_role("heading", name="Launch")).to_be_visible()
    Room.objects.filter(pk=launch.pk).update(kind="private")
    bump_epoch(world.workspace)
    expect(frame.get_by_text("This room is not open to you any more.")).to_be_visible()
    frame.get_by_role("link", name="Billing").click()
    expect(frame.get_by_role("heading", name="Billing")).to_be_visible()
    ana.wait_for_timeout(4500)  # after 4 s those who stay are led home
    expect(frame.get_by_role("heading", name="Billing")).to_be_visible()


def test_of_very_many_missed_messages_the_frame_shows_the_newest(
    world, someone, mailbox, vendor_url
):
    ana, errors = someone(), []
    ana.on("pageerror", lambda error: errors.append(error))
    ana.goto(vendor_url)
    frame = come_in(ana, mailbox, "ana@acme.com")
    say(frame, "Hello")
    sees(frame, "Hello")
    triage = world.acme.rooms.get(kind="triage")
    ana.context.set_offline(True)
    Message.objects.bulk_create(
        Message(room=triage, seq=n, agent=world.ada, client_id=f"{n:032x}", text=f"number {n}")
        for n in range(2, 502)
    )
    Room.objects.filter(pk=triage.pk).update(last_seq=501)
    ana.context.set_offline(False)
    sees(frame, "number 501")
    assert not errors
