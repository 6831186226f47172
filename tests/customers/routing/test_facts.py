"""Routing by what is stored."""

import pytest
from django.utils import timezone

from customers.models import Block, KnownUser, Pin
from customers.routing.decision import Reason
from customers.routing.facts import decision_for, decisions_for


def home(world, address, workspace=None):
    return decision_for(workspace or world.workspace, address).customer


def know(customer, person):
    KnownUser.objects.create(workspace=customer.workspace, customer=customer, person=person)


def archive(customer):
    customer.archived_at = timezone.now()
    customer.save()


def test_a_colleague_of_the_domain_belongs_to_its_customer(world):
    assert home(world, "ana@acme.com") == world.acme.pk


def test_a_subdomain_needs_the_flag(world):
    assert home(world, "ana@eu.acme.com") is None
    world.domain(world.birch, "*.eu.acme.com")
    assert home(world, "ana@x.eu.acme.com") == world.birch.pk


def test_an_archived_customer_is_not_home(world):
    archive(world.acme)
    assert decision_for(world.workspace, "ana@acme.com").reason == Reason.UNCLAIMED


@pytest.mark.catalogue("EM-51")
def test_free_mail_never_matches_even_if_it_stands_on_a_customer(world):
    world.domain(world.acme, "gmail.com")
    assert home(world, "eve@gmail.com") is None


def test_a_public_suffix_never_matches_even_if_it_stands_on_a_customer(world):
    world.domain(world.acme, "*.co.uk")
    assert home(world, "eve@co.uk") is None


@pytest.mark.parametrize("mailbox", ["postmaster", "abuse", "mailer-daemon", "noreply"])
def test_technical_mailboxes_do_not_match_by_domain(world, mailbox):
    assert home(world, f"{mailbox}@acme.com") is None


@pytest.mark.parametrize("mailbox", ["info", "support", "sales"])
def test_mailboxes_with_people_behind_them_match(world, mailbox):
    assert home(world, f"{mailbox}@acme.com") == world.acme.pk


def test_a_known_user_of_free_mail_is_let_in(world):
    know(world.acme, world.person("eve@gmail.com"))
    assert home(world, "eve@gmail.com") == world.acme.pk


@pytest.mark.catalogue("EM-56")
def test_known_in_several_is_a_conflict(world):
    ana = world.person("ana@acme.com")
    know(world.acme, ana)
    know(world.birch, ana)
    assert decision_for(world.workspace, ana.email).reason == Reason.KNOWN_IN_SEVERAL


def test_a_plus_tag_is_another_person(world):
    know(world.birch, world.person("ana@acme.com"))
    assert decision_for(world.workspace, "ana+x@acme.com").reason == Reason.DOMAIN
    assert decision_for(world.workspace, "ana@acme.com").reason == Reason.DOMAIN_SAYS_ANOTHER


def test_a_removed_known_user_whose_domain_matches_is_still_in(world):
    ana = world.person("ana@acme.com")
    know(world.acme, ana)
    KnownUser.objects.all().delete()
    assert home(world, ana.email) == world.acme.pk


def test_only_a_block_shuts_out(world):
    ana = world.person("ana@acme.com")
    Block.objects.create(workspace=world.workspace, person=ana)
    assert decision_for(world.workspace, ana.email).is_shut_out


def test_a_pin_decides_and_one_without_customer_means_the_inbox(world):
    ana, bob = world.person("ana@acme.com"), world.person("bob@birch.io")
    Pin.objects.create(workspace=world.workspace, person=ana, customer=world.birch)
    Pin.objects.create(workspace=world.workspace, person=bob)
    assert home(world, ana.email) == world.birch.pk
    assert decision_for(world.workspace, bob.email).reason == Reason.PINNED_TO_INBOX


def test_a_pin_to_an_archived_customer_counts_for_nothing(world):
    ana = world.person("ana@acme.com")
    Pin.objects.create(workspace=world.workspace, person=ana, customer=world.birch)
    archive(world.birch)
    assert home(world, ana.email) == world.acme.pk


def test_workspaces_know_nothing_of_each_other(world):
    assert home(world, "ana@acme.com", world.otter) is None
    theirs = world.customer("Acme", "acme.com", workspace=world.otter)
    assert home(world, "ana@acme.com", world.otter) == theirs.pk
    assert home(world, "ana@acme.com") == world.acme.pk


def test_two_queries_decide_however_many_addresses(world, django_assert_num_queries):
    addresses = [f"p{n}@{domain}" for n in range(50) for domain in ("acme.com", "birch.io")]
    with django_assert_num_queries(2):
        decisions = decisions_for(world.workspace, addresses)
    assert decisions["p7@birch.io"].customer == world.birch.pk
