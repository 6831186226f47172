"""With a customer its rooms are archived: they are read as before, and nobody writes in them."""

from uuid import uuid4

import pytest

from customers.routing.customers import archive_customer, unarchive_customer
from helpdesk.models import Message, Room, RoomKind, RoomMember
from tests.helpdesk.rooms.conftest import in_thread, say

SAYS = "This room is archived. It can be read, and nobody writes in it."


@pytest.fixture
def moved(world, ana) -> Room:
    """A room that followed Ana to Acme and is hers alone."""
    room = Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind=RoomKind.PRIVATE,
        name=ana.email,
    )
    RoomMember.objects.create(workspace=world.workspace, room=room, person=ana, is_own=True)
    return room


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_archived_before", [True, False])
async def test_nobody_writes_at_a_socket_until_the_customer_is_back(
    line, world, ana, moved, is_archived_before
):
    await in_thread(say, moved, ana, "One")
    if is_archived_before:
        await in_thread(archive_customer, world.acme)
    lines = [await line(who, world.workspace, moved) for who in (world.ada, ana)]
    if not is_archived_before:
        await in_thread(archive_customer, world.acme)
    for one in lines:
        await one.say("post", room=moved.pk, client_id=str(uuid4()), text="two")
        await one.until("error", code="archived")
        for kind, more in (("react", {"emoji": "👍", "on": True}), ("delete", {})):
            await one.say(kind, room=moved.pk, seq=1, **more)
            await one.until("error", code="archived", of=kind)
    assert await in_thread(Message.objects.count) == 1
    await in_thread(unarchive_customer, world.acme)
    for number, one in enumerate(lines, 2):
        await one.say("post", room=moved.pk, client_id=str(uuid4()), text="again")
        await one.until("posted", seq=number)


def test_nor_by_the_pages_forms(world, ana, bob, moved, as_agent, as_person):
    say(moved, ana, "One")
    archive_customer(world.acme)
    for browser, address in (
        (as_agent(world.ada), world.url(f"rooms/{moved.pk}")),
        (as_person(ana), f"/rooms/{moved.pk}"),
    ):
        page = browser.get(address, follow=True)
        assert SAYS in page.text and 'class="composer"' not in page.text
        browser.post(f"{address}/messages", {"text": "two"})
        assert browser.post(f"{address}/files", {}).status_code == 403
        assert browser.get(f"{address}/state").json()["archived"] is True
    assert Message.objects.count() == 1
    assert as_person(bob).get(f"/rooms/{moved.pk}/").status_code == 404
