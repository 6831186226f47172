import pytest
from django.urls import reverse

from customers.models import Block, Customer, Pin
from customers.routing.customers import archive_customer
from helpdesk.rooms.access import home_of, rooms_for_person

ACTIONS = ["block", "unblock", "pin", "unpin"]


@pytest.fixture
def act(world, as_agent):
    """A function with which an agent decides something about a person."""

    def act(agent, action, person, **form):
        slugs = {"vendor": world.workspace.vendor.slug, "workspace": world.workspace.slug}
        url = reverse(f"inbox:{action}", kwargs=slugs | {"person": person.pk})
        return as_agent(agent).post(url, form)

    return act


def epoch(world):
    world.workspace.refresh_from_db()
    return world.workspace.epoch


def test_a_block_shuts_out_at_the_next_request_and_unblock_lets_in_again(
    world, act, eve, eves_room
):
    before = epoch(world)
    act(world.grace, "block", eve)
    assert not rooms_for_person(eve).exists()
    assert Block.objects.get().placed_by == world.grace
    assert epoch(world) == before + 1
    act(world.grace, "unblock", eve)
    assert rooms_for_person(eve).get() == eves_room
    assert epoch(world) == before + 2


def test_blocking_twice_is_blocking_once(world, act, eve):
    act(world.grace, "block", eve)
    act(world.alan, "block", eve)
    assert Block.objects.get().placed_by == world.grace


def test_a_pin_moves_somebody_at_the_next_request_and_unpin_takes_it_back(
    world, act, eve, eves_room, triage
):
    before = epoch(world)
    act(world.grace, "pin", eve, customer=world.acme.pk)
    assert set(rooms_for_person(eve)) == {eves_room, triage(world.acme)}
    assert home_of(eve) == triage(world.acme)
    act(world.grace, "unpin", eve)
    assert home_of(eve) == eves_room
    assert epoch(world) == before + 2


def test_a_pin_without_a_customer_leaves_somebody_in_the_inbox(world, act):
    ana = world.person("ana@acme.com")
    act(world.grace, "pin", ana)
    assert home_of(ana).customer == world.inbox
    assert Pin.objects.get().placed_by == world.grace


def test_a_newer_pin_takes_the_place_of_the_older(world, act, eve, triage):
    act(world.grace, "pin", eve, customer=world.acme.pk)
    act(world.alan, "pin", eve, customer=world.birch.pk)
    assert home_of(eve) == triage(world.birch)


def test_nobody_is_pinned_to_another_vendors_customer(world, act, eve):
    foreign = Customer.objects.create(workspace=world.otter, name="Foreign")
    assert act(world.grace, "pin", eve, customer=foreign.pk).status_code == 404


@pytest.mark.parametrize("customer", ["inbox", "x", "999999"])
def test_nobody_is_pinned_to_what_is_no_customer(world, act, eve, customer):
    value = world.inbox.pk if customer == "inbox" else customer
    assert act(world.grace, "pin", eve, customer=value).status_code == 404


def test_nobody_is_pinned_to_an_archived_customer(world, act, eve):
    archive_customer(world.acme)
    assert act(world.grace, "pin", eve, customer=world.acme.pk).status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_readers_decide_nothing(world, act, eve, action):
    assert act(world.rita, action, eve).status_code == 403
    assert not Block.objects.exists()
    assert not Pin.objects.exists()


@pytest.mark.parametrize("action", ACTIONS)
def test_a_stranger_gets_404(world, act, eve, action):
    assert act(world.oscar, action, eve).status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_people_of_another_vendor_are_not_found(world, act, action):
    foreign = world.person("eve@gmail.com", workspace=world.otter)
    assert act(world.ada, action, foreign).status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_a_visit_decides_nothing(world, as_agent, eve, action):
    slugs = {"vendor": world.workspace.vendor.slug, "workspace": world.workspace.slug}
    url = reverse(f"inbox:{action}", kwargs=slugs | {"person": eve.pk})
    assert as_agent(world.ada).get(url).status_code == 302
