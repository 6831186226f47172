"""Agents who change the same facts at the same time."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from random import Random

import pytest
from django.db import connection

from customers.models import Action, AuditEntry, Domain
from tests.customers.confirming import HTMX, confirm, token_in
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


def url(world, customer, rest="add"):
    return world.url(f"customers/{customer.pk}/domains/{rest}")


def at_once(*acts):
    """Do all this at the same time."""

    def run(act):
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def add(client, world, customer, domain):
    return insist(client, url(world, customer), {"domain": domain})


def insist(client, target, fields):
    """Confirm again and again until nothing new is to be said."""
    html = client.post(target, fields, **HTMX).content.decode()
    while token := token_in(html):
        html = client.post(target, fields | {"confirmed": token}, **HTMX).content.decode()
    return html


def test_of_two_who_add_the_same_domain_at_once_one_is_told_so(as_agent):
    world = make_world()
    first, second = as_agent(world.ada), as_agent(world.alan)
    answers = at_once(
        lambda: add(first, world, world.acme, "acme.de"),
        lambda: add(second, world, world.acme, "acme.de"),
    )
    assert Domain.objects.filter(customer=world.acme, name="acme.de").count() == 1
    assert sum("acme.de is here already" in answer for answer in answers) == 1


def test_of_two_who_give_a_domain_to_two_customers_at_once_the_later_sees_the_conflict(as_agent):
    world = make_world()
    first, second = as_agent(world.ada), as_agent(world.alan)

    def ask_and_confirm(client, customer):
        return confirm(client, url(world, customer), {"domain": "shared.dev"}, **HTMX)

    for _ in range(3):
        answers = at_once(
            lambda: ask_and_confirm(first, world.acme),
            lambda: ask_and_confirm(second, world.birch),
        )
        pages = [answer.content.decode() for answer in answers]
        told = sum("shared.dev then belongs to Acme and Birch" in page for page in pages)
        assert Domain.objects.filter(name="shared.dev").count() + told >= 2
        Domain.objects.filter(name="shared.dev").delete()


def test_changes_to_many_customers_at_once_all_get_through(as_agent):
    world = make_world()
    customers = [world.customer(f"C{number}") for number in range(4)]
    clients = [as_agent(world.ada) for _ in customers]

    def act(client, customer):
        return lambda: add(client, world, customer, f"c{customer.pk}.dev")

    at_once(*(act(*pair) for pair in zip(clients, customers, strict=True)))
    assert all(customer.domains.count() == 1 for customer in customers)


def test_dm_18_what_two_agents_add_and_remove_at_once_ends_as_if_one_after_the_other(as_agent):
    world = make_world()
    clients = as_agent(world.ada), as_agent(world.alan)
    random = Random(18)

    def act(client, verb):
        def adding():
            return add(client, world, world.acme, "acme.de")

        def removing():
            row = Domain.objects.filter(customer=world.acme, name="acme.de").first()
            return row and insist(client, url(world, world.acme, f"{row.pk}/remove"), {})

        return adding if verb == "add" else removing

    for _ in range(ROUNDS):
        is_there = Domain.objects.filter(name="acme.de").exists()
        last = AuditEntry.objects.order_by("pk").last()
        verbs = random.choice(["add", "remove"]), random.choice(["add", "remove"])
        at_once(*(act(*pair) for pair in zip(clients, verbs, strict=True)))
        done = AuditEntry.objects.filter(pk__gt=last.pk if last else 0).order_by("pk")
        ends = [entry.action for entry in done]
        assert Domain.objects.filter(name="acme.de").count() == after(is_there, ends)
        assert ends in [serial(is_there, order) for order in permutations(verbs)]


def after(is_there, actions):
    """Whether the domain is there after these entries of the audit, each of which must fit."""
    for action in actions:
        assert (action == Action.DOMAIN_REMOVED) == is_there
        is_there = not is_there
    return is_there


def serial(is_there, verbs):
    """What the audit says if these are done one after the other."""
    done = []
    for verb in verbs:
        if (verb == "add") != is_there:
            is_there = not is_there
            done.append(Action.DOMAIN_ADDED if is_there else Action.DOMAIN_REMOVED)
    return done
