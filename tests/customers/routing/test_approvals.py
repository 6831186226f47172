"""First visits to customers whose domain is not proven."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from customers.models import Approval, AuditEntry, Domain, KnownUser, Workspace
from customers.routing.approvals import approve, withdraw_approval
from customers.routing.conflicts import conflicts_now
from customers.routing.decision import Reason
from customers.routing.facts import decision_for
from customers.routing.hypotheses import adding
from customers.routing.mail_domains import MailDomain
from customers.routing.people import people_per_customer
from customers.routing.preview import preview_of
from customers.routing.rules import Rule, Rules, rules_of, switch


@pytest.fixture
def asking(world):
    """The world, where unproven domains need an agent's approval of each first visit."""
    switch(world.workspace, Rule.APPROVAL, True)
    return world


def proven(world, email):
    person = world.person(email)
    type(person).objects.filter(pk=person.pk).prove()
    return person


def home(world, address):
    decision = decision_for(world.workspace, address)
    return decision.customer, decision.reason


def counts(world):
    customers = [world.acme, world.birch, world.inbox]
    found = people_per_customer(world.workspace, customers)
    return [found[customer.pk] for customer in customers]


def test_an_unproven_domain_lets_in_whom_an_agent_approved_and_nobody_else(asking):
    ana = asking.person("ana@acme.com")
    assert home(asking, ana.email) == (None, Reason.AWAITS_APPROVAL)
    approve(ana, asking.acme, asking.grace)
    assert home(asking, ana.email) == (asking.acme.pk, Reason.DOMAIN)
    assert home(asking, "amy@acme.com") == (None, Reason.AWAITS_APPROVAL)


def test_an_approval_can_be_withdrawn_and_both_are_noted(asking):
    ana = asking.person("ana@acme.com")
    asking.workspace.refresh_from_db()
    before = asking.workspace.epoch
    for _time in range(2):
        approve(ana, asking.acme, asking.grace)
    for _time in range(2):
        withdraw_approval(ana, asking.alan)
    assert home(asking, ana.email) == (None, Reason.AWAITS_APPROVAL)
    entries = AuditEntry.objects.filter(person=ana).order_by("pk")
    assert list(entries.values_list("action", "agent", "customer")) == [
        ("visit_approved", asking.grace.pk, asking.acme.pk),
        ("approval_withdrawn", asking.alan.pk, asking.acme.pk),
    ]
    asking.workspace.refresh_from_db()
    assert asking.workspace.epoch == before + 4


def test_a_proven_domain_needs_no_approval(asking):
    Domain.objects.filter(name="acme.com").update(proven_at=timezone.now())
    assert home(asking, "ana@acme.com") == (asking.acme.pk, Reason.DOMAIN)


def test_somebody_elses_unproven_claim_locks_nobody_out(asking):
    ana = asking.person("ana@acme.com")
    approve(ana, asking.acme)
    asking.domain(asking.birch, "acme.com")
    KnownUser.objects.create(
        workspace=asking.workspace, customer=asking.acme, person=asking.person("amy@acme.com")
    )
    assert home(asking, "ana@acme.com") == (asking.acme.pk, Reason.DOMAIN)
    assert home(asking, "amy@acme.com") == (asking.acme.pk, Reason.KNOWN_USER)


def test_an_approval_outlives_the_claim_without_effect(asking):
    ana = asking.person("ana@acme.com")
    approve(ana, asking.acme)
    asking.acme.domains.all().delete()
    assert home(asking, ana.email) == (None, Reason.UNCLAIMED)


def test_people_count_where_approvals_put_them(asking):
    ana = proven(asking, "ana@acme.com")
    proven(asking, "amy@acme.com")
    proven(asking, "bob@birch.io")
    assert counts(asking) == [0, 0, 3]
    approve(ana, asking.acme)
    assert counts(asking) == [1, 0, 2]


def test_who_is_approved_and_has_not_come_does_not_count(asking):
    approve(asking.person("ana@acme.com"), asking.acme)
    assert counts(asking) == [0, 0, 0]


def test_unproven_claims_are_in_no_conflict(asking):
    asking.domain(asking.birch, "acme.com")
    domains = Domain.objects.filter(workspace=asking.workspace)
    assert conflicts_now(asking.workspace, domains) == {}
    assert preview_of(adding(asking.acme, MailDomain("birch.io"))).arising == ()
    Domain.objects.filter(name="acme.com").update(proven_at=timezone.now())
    assert len(conflicts_now(asking.workspace, domains)) == 2


def test_an_approval_is_of_the_persons_own_workspace(asking):
    stranger = asking.person("ana@acme.com", workspace=asking.otter)
    with pytest.raises(IntegrityError):
        approval = Approval(person=stranger, customer=asking.acme, workspace=asking.workspace)
        approval.save()


def test_whoever_a_domain_has_let_in_by_then_stays_in(world):
    for email in ("ana@acme.com", "eve@gmail.com", "postmaster@acme.com", "bob@birch.io"):
        proven(world, email)
    KnownUser.objects.create(
        workspace=world.workspace, customer=world.birch, person=world.person("bob@birch.io")
    )
    before = counts(world)
    switch(world.workspace, Rule.APPROVAL, True, world.alan)
    assert counts(world) == before
    assert [one.person.email for one in Approval.objects.all()] == ["ana@acme.com"]
    proven(world, "new@acme.com")
    assert home(world, "new@acme.com") == (None, Reason.AWAITS_APPROVAL)


def test_approval_comes_with_proof_and_goes_with_it(world):
    switch(world.workspace, Rule.APPROVAL, True)
    assert rules_of(world.workspace) == Rules(domain_proof=True, approval=True)
    switch(world.workspace, Rule.DOMAIN_PROOF, False)
    assert rules_of(world.workspace) == Rules()


def test_the_database_refuses_approvals_without_proof(world):
    with pytest.raises(IntegrityError):
        Workspace.objects.filter(pk=world.workspace.pk).update(asks_for_approval=True)


def test_switching_is_noted_and_raises_the_epoch(world):
    before = Workspace.objects.get(pk=world.workspace.pk).epoch
    switch(world.workspace, Rule.APPROVAL, True, world.alan)
    switch(world.workspace, Rule.APPROVAL, False, world.alan)
    entries = AuditEntry.objects.filter(action="setting_changed").order_by("pk")
    assert list(entries.values_list("subject", "details", "agent__email")) == [
        ("proof of ownership", {"on": True}, world.alan.email),
        ("approval of first visits", {"on": True}, world.alan.email),
        ("approval of first visits", {"on": False}, world.alan.email),
    ]
    assert Workspace.objects.get(pk=world.workspace.pk).epoch == before + 2
