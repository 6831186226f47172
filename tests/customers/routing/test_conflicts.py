from django.utils import timezone

from customers.models import Domain
from customers.routing.conflicts import (
    Conflict,
    conflicts_if_added,
    conflicts_if_unarchived,
    conflicts_now,
)
from customers.routing.mail_domains import MailDomain


def archive(customer):
    customer.archived_at = timezone.now()
    customer.save()


def test_a_domain_that_another_has_is_a_conflict(world):
    assert conflicts_if_added(world.acme, MailDomain("birch.io")) == [
        Conflict("birch.io", ("Birch",))
    ]


def test_a_domain_that_nobody_has_is_none(world):
    assert conflicts_if_added(world.acme, MailDomain("acme.de", with_subdomains=True)) == []


def test_a_longer_name_is_no_conflict(world):
    world.domain(world.birch, "*.acme.de")
    assert conflicts_if_added(world.acme, MailDomain("eu.acme.de")) == []


def test_an_archived_customers_domain_is_no_conflict(world):
    archive(world.birch)
    assert conflicts_if_added(world.acme, MailDomain("birch.io")) == []


def test_another_workspaces_domain_is_no_conflict(world):
    world.customer("Cedar", "cedar.dev", workspace=world.otter)
    assert conflicts_if_added(world.acme, MailDomain("cedar.dev")) == []


def test_subdomains_conflict_only_with_subdomains(world):
    world.domain(world.birch, "acme.com")
    assert conflicts_if_added(world.acme, MailDomain("acme.com", with_subdomains=True)) == []
    Domain.objects.filter(customer=world.birch, name="acme.com").update(with_subdomains=True)
    assert conflicts_if_added(world.acme, MailDomain("acme.com", with_subdomains=True)) == [
        Conflict("acme.com", ("Birch",), below=True)
    ]


def test_all_others_are_named(world):
    world.customer("Cedar", "birch.io")
    assert conflicts_if_added(world.acme, MailDomain("birch.io")) == [
        Conflict("birch.io", ("Birch", "Cedar"))
    ]


def test_what_is_proven_does_not_conflict_where_proof_is_asked_for(world):
    world.workspace.asks_for_domain_proof = True
    world.workspace.save()
    Domain.objects.filter(customer=world.birch).update(proven_at=timezone.now())
    world.acme.refresh_from_db()
    assert conflicts_if_added(world.acme, MailDomain("birch.io")) == []


def test_unarchiving_can_make_a_conflict(world):
    archive(world.acme)
    assert conflicts_if_unarchived(world.acme) == []
    world.domain(world.birch, "acme.com")
    assert conflicts_if_unarchived(world.acme) == [Conflict("acme.com", ("Birch",))]


def test_conflicts_that_stand_are_seen_on_both_sides(world):
    both = world.domain(world.birch, "acme.com")
    found = conflicts_now(world.workspace, Domain.objects.filter(workspace=world.workspace))
    first = world.acme.domains.get()
    assert found == {
        both.pk: Conflict("acme.com", ("Acme",)),
        first.pk: Conflict("acme.com", ("Birch",)),
    }
