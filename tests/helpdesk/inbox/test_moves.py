"""Agents move rooms out of the Shared Email Inbox, and undo it."""

from uuid import uuid4

import pytest

from helpdesk.models import RoomMove
from helpdesk.rooms.access import home_of


@pytest.fixture
def eves(world, eve, eves_room, say):
    """Eve's room with a word in it; her domain belongs to Acme by now, by an owner's override."""
    say(eve, eves_room)
    world.workspace.customers.get(pk=world.acme.pk).known_users.create(
        workspace=world.workspace, person=eve
    )
    return eves_room


def page_of(client, world):
    return client.get(world.url(f"customers/{world.acme.pk}/moves")).content.decode()


def test_a_customers_page_leads_to_the_rooms_that_may_follow(world, as_agent, eves):
    grace = as_agent(world.grace)
    link = world.url(f"customers/{world.acme.pk}/moves")
    assert link in grace.get(world.url(f"customers/{world.acme.pk}")).content.decode()
    assert link not in grace.get(world.url(f"customers/{world.birch.pk}")).content.decode()


def test_an_agent_moves_a_room_and_moves_it_back(world, as_agent, eve, eves):
    grace = as_agent(world.grace)
    moved = grace.post(world.url(f"rooms/{eves.pk}/move"), follow=True).content.decode()
    assert "eve@gmail.com is moved to Acme" in moved
    batch = RoomMove.objects.get().batch
    back = grace.post(world.url(f"moves/{batch}/undo"), follow=True).content.decode()
    assert "1 room went back." in back
    eves.refresh_from_db()
    assert eves.customer == world.inbox


def test_all_are_moved_by_one_press(world, as_agent, eves):
    answer = as_agent(world.grace).post(
        world.url(f"customers/{world.acme.pk}/moves/all"), follow=True
    )
    assert "1 room is moved." in answer.content.decode()


def test_the_pane_beside_a_room_offers_to_move_it(world, as_agent, eves):
    page = as_agent(world.grace).get(world.url(f"rooms/{eves.pk}")).content.decode()
    assert "Move this room to Acme" in page
    page = as_agent(world.rita).get(world.url(f"rooms/{eves.pk}")).content.decode()
    assert "Move this room to Acme" not in page


def test_a_room_that_has_no_customer_to_follow_to_is_said_to_stay(world, as_agent, eve, eves_room):
    answer = as_agent(world.grace).post(world.url(f"rooms/{eves_room.pk}/move"), follow=True)
    assert "This room stays where it is" in answer.content.decode()


def test_a_shared_room_is_said_to_stay_where_it_is(world, as_agent, eves):
    grace = as_agent(world.grace)
    grace.post(world.url(f"rooms/{eves.pk}/move"))
    world.acme.rooms.filter(pk=eves.pk).update(kind="public")
    answer = grace.post(world.url(f"moves/{RoomMove.objects.get().batch}/undo"), follow=True)
    assert "Shared with colleagues by now, so these stay" in answer.content.decode()


def test_readers_move_nothing_and_strangers_find_nothing(world, as_agent, eves):
    target = world.url(f"rooms/{eves.pk}/move")
    assert as_agent(world.rita).post(target).status_code == 403
    assert as_agent(world.oscar).post(target).status_code == 404
    assert as_agent(world.grace).post(world.url(f"moves/{uuid4()}/undo")).status_code == 404
    assert not RoomMove.objects.exists()
    assert home_of(eves.person).customer == world.acme
