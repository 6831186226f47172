"""Letting people in whose domain is claimed but not proven."""

import pytest

from customers.models import Approval
from customers.routing.facts import decision_for
from customers.routing.rules import Rule, switch
from helpdesk.rooms.access import home_of, rooms_for_person


@pytest.fixture
def ana(world):
    """She came, and waits: approval is asked for, and Acme has not proven acme.com."""
    switch(world.workspace, Rule.APPROVAL, True)
    ana = world.person("ana@acme.com", "Ana")
    world.workspace.people.prove()
    ana.workspace = world.workspace
    home_of(ana)
    return ana


@pytest.fixture
def grace(world, as_agent):
    return as_agent(world.grace)


def approve(client, world, person, **form):
    form = {"customer": world.acme.pk} | form
    return client.post(world.url(f"people/{person.pk}/approval"), form)


def withdraw(client, world, person, **form):
    return client.post(world.url(f"people/{person.pk}/approval/withdraw"), form)


def home(world, person):
    return decision_for(world.workspace, person.email).customer


def pane(client, world, person):
    room = person.own_rooms.get()
    return client.get(world.url(f"rooms/{room.pk}")).content.decode()


def test_her_room_says_why_she_waits_and_lets_her_in(world, grace, ana):
    html = pane(grace, world, ana)
    assert "Their domain acme.com is claimed by Acme but not proven." in html
    assert "Approve: let them into Acme" in html
    room = ana.own_rooms.get()
    assert approve(grace, world, ana, room="1").url == world.url(f"rooms/{room.pk}")
    assert {found.name for found in rooms_for_person(ana)} == {"Triage", "ana@acme.com"}
    html = pane(grace, world, ana)
    assert "Grace Lund let them into Acme" in html
    withdraw(grace, world, ana, room="1")
    assert home(world, ana) is None
    assert "Approve: let them into Acme" in pane(grace, world, ana)


def test_the_queue_lists_her_and_offers_undo(world, grace, ana):
    html = grace.get(world.url("conflicts")).content.decode()
    assert "Waiting to be let in" in html
    assert "acme.com is claimed by Acme but not proven" in html
    assert approve(grace, world, ana).url == world.url("conflicts")
    html = grace.get(world.url("conflicts")).content.decode()
    assert "ana@acme.com is let into Acme." in html
    assert world.url(f"people/{ana.pk}/approval/withdraw") in html
    assert "Waiting to be let in" not in html
    withdraw(grace, world, ana)
    assert "Waiting to be let in" in grace.get(world.url("conflicts")).content.decode()
    assert home(world, ana) is None


def test_each_who_claims_the_domain_may_be_chosen(world, grace, ana):
    world.domain(world.birch, "acme.com")
    html = grace.get(world.url("conflicts")).content.decode()
    assert "Approve: let them into Acme" in html
    assert "Approve: let them into Birch" in html
    approve(grace, world, ana, customer=world.birch.pk)
    assert home(world, ana) == world.birch.pk


@pytest.mark.parametrize("address", ["bob@birch.io", "eve@gmail.com"])
def test_nobody_is_let_into_what_they_do_not_wait_for(world, grace, ana, address):
    approve(grace, world, world.person(address))
    assert not Approval.objects.exists()
    assert "This is decided already." in grace.get(world.url("conflicts")).content.decode()


def test_nobody_is_let_into_anothers_customer(world, grace, ana):
    theirs = world.customer("Acme", "acme.com", workspace=world.otter)
    assert approve(grace, world, ana, customer=theirs.pk).status_code == 404
    assert approve(grace, world, ana, customer="").status_code == 404


def test_readers_approve_nobody_and_strangers_find_nobody(world, as_agent, ana):
    for agent, status in ((world.rita, 403), (world.oscar, 404)):
        assert approve(as_agent(agent), world, ana).status_code == status
        assert withdraw(as_agent(agent), world, ana).status_code == status
    assert "Approve: let them" not in pane(as_agent(world.rita), world, ana)
    stranger = world.person("ana@acme.com", workspace=world.otter)
    assert approve(as_agent(world.grace), world, stranger).status_code == 404
    assert home(world, ana) is None


def test_where_approval_is_not_asked_for_the_room_says_nothing_of_it(world, grace, ana):
    approve(grace, world, ana)
    switch(world.workspace, Rule.APPROVAL, False)
    assert "let them into" not in pane(grace, world, ana)
