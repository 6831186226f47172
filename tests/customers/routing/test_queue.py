"""What waits for a decision, and what agents may answer."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from customers.models import AuditEntry, Domain, KnownUser, LeftConflict
from customers.routing import queue
from customers.routing.answers import (
    give_back,
    leave,
    people_held,
    reopen,
    take_from_others,
)
from customers.routing.approvals import approve
from customers.routing.blocks import block
from customers.routing.customers import archive_customer
from customers.routing.pins import pin
from customers.routing.queue import (
    awaiting_approval,
    number_waiting,
    shared_among,
    shared_domains,
    torn_people,
)
from customers.routing.rules import Rule, switch


def proven(world, email, workspace=None):
    person = world.person(email, workspace=workspace)
    type(person).objects.filter(pk=person.pk).prove()
    return person


def know(world, email, *customers):
    person = world.person(email)
    for customer in customers:
        KnownUser.objects.create(workspace=world.workspace, customer=customer, person=person)
    return person


def shared(world):
    found = shared_domains(world.workspace).rows
    return [(row.name, [str(domain.customer) for domain in row.domains]) for row in found]


def torn(world):
    return [row.person.email for row in torn_people(world.workspace).rows]


def waiting(world):
    return [row.person.email for row in awaiting_approval(world.workspace).rows]


def test_a_domain_of_several_active_customers_waits(world):
    assert shared(world) == []
    world.domain(world.birch, "acme.com")
    assert shared(world) == [("acme.com", ["Acme", "Birch"])]
    archive_customer(world.birch)
    assert shared(world) == []


def test_a_domain_that_proof_has_decided_does_not_wait(world):
    world.domain(world.birch, "acme.com")
    switch(world.workspace, Rule.DOMAIN_PROOF, True)
    Domain.objects.filter(customer=world.acme).update(proven_at=timezone.now())
    assert shared(world) == []


def test_where_only_subdomains_are_shared_it_says_so(world):
    world.customer("Cedar", "*.cedar.dev")
    world.domain(world.birch, "*.cedar.dev")
    [both] = shared_domains(world.workspace).rows
    assert not both.below
    switch(world.workspace, Rule.DOMAIN_PROOF, True)
    world.domain(world.acme, "cedar.dev")
    Domain.objects.filter(customer=world.acme).update(proven_at=timezone.now())
    [below] = shared_domains(world.workspace).rows
    assert below.below
    assert [str(domain.customer) for domain in below.domains] == ["Birch", "Cedar"]


def test_the_people_whom_a_shared_domain_keeps_in_the_inbox_are_counted(world):
    world.domain(world.birch, "acme.com")
    for email in ("ana@acme.com", "amy@acme.com", "postmaster@acme.com", "bob@birch.io"):
        proven(world, email)
    world.person("never@acme.com")
    block(proven(world, "mallory@acme.com"))
    pin(proven(world, "bea@acme.com"), world.acme)
    assert people_held(world.workspace, shared_domains(world.workspace).rows) == {"acme.com": 2}


def test_people_known_in_several_wait_and_so_do_those_whose_domain_says_another(world):
    know(world, "eve@gmail.com", world.acme, world.birch)
    know(world, "bob@birch.io", world.acme)
    know(world, "ana@acme.com", world.acme)
    know(world, "carl@gmail.com", world.acme)
    assert torn(world) == ["eve@gmail.com", "bob@birch.io"]


def test_a_subdomain_may_say_another(world):
    world.domain(world.birch, "*.eu.acme.com")
    know(world, "ana@x.eu.acme.com", world.acme)
    know(world, "amy@x.acme.com", world.acme)
    assert torn(world) == ["ana@x.eu.acme.com"]


def test_the_longer_domain_of_ones_own_customer_wins_over_anothers(world):
    world.domain(world.birch, "*.cedar.dev")
    world.domain(world.acme, "eu.cedar.dev")
    know(world, "ana@eu.cedar.dev", world.acme)
    assert torn(world) == []


def test_who_is_placed_or_blocked_or_known_in_the_archive_does_not_wait(world):
    pin(know(world, "a@gmail.com", world.acme, world.birch), world.acme)
    pin(know(world, "b@gmail.com", world.acme, world.birch), None)
    block(know(world, "c@gmail.com", world.acme, world.birch))
    cedar = world.customer("Cedar")
    know(world, "d@gmail.com", world.acme, cedar)
    pin(know(world, "e@gmail.com", world.acme, world.birch), cedar)
    archive_customer(cedar)
    assert torn(world) == ["e@gmail.com"]


def test_people_of_unproven_domains_wait_where_approval_is_asked_for(world):
    switch(world.workspace, Rule.APPROVAL, True)
    assert waiting(world) == []
    for email in ("ana@acme.com", "amy@x.acme.com", "noreply@acme.com", "eve@gmail.com"):
        proven(world, email)
    world.person("never@acme.com")
    assert waiting(world) == ["ana@acme.com"]
    world.domain(world.birch, "*.x.acme.com")
    assert waiting(world) == ["ana@acme.com", "amy@x.acme.com"]


def test_who_is_let_in_another_way_does_not_wait(world):
    switch(world.workspace, Rule.APPROVAL, True)
    approve(proven(world, "a@acme.com"), world.acme)
    pin(proven(world, "b@acme.com"), None)
    block(proven(world, "c@acme.com"))
    know(world, "d@acme.com", world.birch)
    proven(world, "d@acme.com")
    approve(proven(world, "e@acme.com"), world.birch)
    assert waiting(world) == ["e@acme.com"]
    Domain.objects.filter(name="acme.com").update(proven_at=timezone.now())
    assert waiting(world) == []


def test_other_workspaces_are_never_listed(world):
    switch(world.otter, Rule.APPROVAL, True)
    for name in ("Acme", "Birch"):
        world.customer(name, "acme.com", workspace=world.otter)
    proven(world, "ana@acme.com", workspace=world.otter)
    know(world, "eve@gmail.com", world.acme, world.birch)
    assert (shared(world), torn(world), waiting(world)) == ([], ["eve@gmail.com"], [])
    assert torn_people(world.otter).rows == []
    assert [row.person.email for row in awaiting_approval(world.otter).rows] == ["ana@acme.com"]


def test_pages_follow_one_another_without_gap_or_repeat(world, monkeypatch):
    monkeypatch.setattr(queue, "CHUNK", 3)
    for number in range(7):
        world.domain(world.acme, f"d{number}.dev")
        world.domain(world.birch, f"d{number}.dev")
        know(world, f"p{number}@gmail.com", world.acme, world.birch)
    LeftConflict.objects.create(
        workspace=world.workspace, name="d3.dev", customers=[world.acme.pk, world.birch.pk]
    )
    names, emails, after_name, after_person = [], [], "", ""
    for _page in range(4):
        domains = shared_domains(world.workspace, after_name, size=2)
        people = torn_people(world.workspace, after_person, size=2)
        names += [row.name for row in domains.rows]
        emails += [row.person.email for row in people.rows]
        after_name, after_person = domains.after or "~", people.after or "9999999999"
    assert names == [f"d{number}.dev" for number in (0, 1, 2, 4, 5, 6)]
    assert emails == [f"p{number}@gmail.com" for number in range(7)]


def test_the_number_that_waits_costs_the_same_queries_however_many(
    world, django_assert_max_num_queries
):
    for number in range(12):
        world.domain(world.acme, f"d{number}.dev")
        world.domain(world.birch, f"d{number}.dev")
        know(world, f"p{number}@gmail.com", world.acme, world.birch)
    with django_assert_max_num_queries(9):
        assert number_waiting(world.workspace) == 24


def test_where_nothing_waits_two_queries_say_so(world, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert number_waiting(world.workspace) == 0


def test_a_domain_taken_from_the_others_can_be_given_back_as_it_was(world):
    world.domain(world.birch, "*.acme.com")
    taken = take_from_others(world.acme.domains.get(), world.alan)
    assert shared(world) == []
    assert not world.birch.domains.filter(name="acme.com").exists()
    give_back(world.workspace, taken, world.alan)
    assert shared(world) == [("acme.com", ["Acme", "Birch"])]
    assert world.birch.domains.get(name="acme.com").with_subdomains
    entries = AuditEntry.objects.order_by("pk").values_list("action", "agent", "customer")
    assert list(entries) == [
        ("domain_removed", world.alan.pk, world.birch.pk),
        ("domain_added", world.alan.pk, world.birch.pk),
    ]


def test_nothing_is_given_back_once_anything_has_changed(world):
    world.domain(world.birch, "acme.com")
    taking = take_from_others(world.acme.domains.get(), world.alan)
    archive_customer(world.customer("Cedar"), world.ada)
    with pytest.raises(ValidationError):
        give_back(world.workspace, taking, world.alan)
    assert not world.birch.domains.filter(name="acme.com").exists()


def test_an_archived_customers_claim_is_not_taken(world):
    world.domain(world.birch, "acme.com")
    archive_customer(world.birch)
    assert take_from_others(world.acme.domains.get()).taken == []


def test_a_conflict_that_was_left_waits_again_once_others_share_the_domain(world):
    world.domain(world.birch, "acme.com")
    left = leave(world.workspace, shared_among(world.workspace, ["acme.com"])[0], world.grace)
    assert shared(world) == []
    world.customer("Cedar", "acme.com")
    assert shared(world) == [("acme.com", ["Acme", "Birch", "Cedar"])]
    leave(world.workspace, shared_among(world.workspace, ["acme.com"])[0], world.grace)
    assert shared(world) == []
    reopen(left, world.grace)
    assert len(shared(world)) == 1
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["conflict_left", "conflict_left", "conflict_reopened"]


@pytest.mark.parametrize("key", ["x", "", "-1", "99999999999999999999"])
def test_a_key_that_is_none_does_no_harm(world, key):
    know(world, "eve@gmail.com", world.acme, world.birch)
    assert len(torn_people(world.workspace, key).rows) in {0, 1}
