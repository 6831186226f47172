"""Settings → Routing: the two rules, and the domains to be proven."""

import pytest
from django.utils import timezone

from customers.dashboard.ownership import listing
from customers.models import Domain, Workspace
from customers.routing.customers import archive_customer
from customers.routing.ownership import settle
from customers.routing.rules import Rule, Rules, rules_of, switch
from tests.jobs import do_jobs

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def page(client, world, rest=""):
    return client.get(world.url(f"settings/routing{rest}")).content.decode()


def rules(world):
    return rules_of(Workspace.objects.get(pk=world.workspace.pk))


def proven(world, *emails):
    for email in emails:
        world.person(email)
    world.workspace.people.filter(email__in=emails).prove()


def test_the_page_says_what_each_rule_does_and_which_record_proves_a_domain(world, ada):
    html = page(ada, world)
    assert "beats the same domain of customers who have not" in html
    assert "until one of your agents lets them in" in html
    domain = world.acme.domains.get()
    assert "_unknown-user.acme.com" in html
    assert f"unknown-user={domain.proof_token}" in html
    assert f'data-copy="#record-value-{domain.pk}"' in html


def test_the_settings_pages_lead_to_one_another(world, ada):
    assert world.url("settings/routing") in page(ada, world)
    assert world.url("settings/embed") in page(ada, world)
    embed = ada.get(world.url("settings/embed")).content.decode()
    assert world.url("settings/routing") in embed


def test_switching_says_first_whom_it_moves_and_changes_nothing_yet(world, ada):
    proven(world, "ana@acme.com", "amy@acme.com", "eve@gmail.com")
    html = ada.post(world.url("settings/routing/approval/on")).content.decode()
    assert "Whoever is in by their domain stays in" in html
    assert "Everybody stays where they are." in html
    assert "Proof of ownership is turned on too." in html
    assert rules(world) == Rules()
    switched = ada.post(world.url("settings/routing/approval/on"), {"confirmed": "1"})
    assert switched.url == world.url("settings/routing")
    assert rules(world) == Rules(domain_proof=True, approval=True)


def test_switching_off_says_who_comes_back(world, ada):
    switch(world.workspace, Rule.APPROVAL, True)
    proven(world, "ana@acme.com")
    html = ada.post(world.url("settings/routing/domain-proof/off")).content.decode()
    assert "1 person leaves the Shared Email Inbox for a customer." in html
    assert "Approval of first visits is turned off too." in html


def test_a_proven_domain_gains_its_people_once_proof_is_asked_for(world, ada):
    proven(world, "ana@acme.com")
    world.domain(world.birch, "acme.com")
    Domain.objects.filter(customer=world.acme).update(proven_at=timezone.now())
    html = ada.post(world.url("settings/routing/domain-proof/on")).content.decode()
    assert "1 person leaves the Shared Email Inbox for a customer." in html


def test_where_nobody_moves_it_says_so(world, ada):
    html = ada.post(world.url("settings/routing/domain-proof/on")).content.decode()
    assert "Everybody stays where they are." in html


@pytest.mark.parametrize("rule", ["domain-proof", "approval"])
@pytest.mark.parametrize("way", ["on", "off"])
def test_only_admins_and_owners_switch_and_the_team_sees_the_rules(world, as_agent, rule, way):
    target = world.url(f"settings/routing/{rule}/{way}")
    for agent in (world.grace, world.rita):
        assert as_agent(agent).post(target, {"confirmed": "1"}).status_code == 403
        html = page(as_agent(agent), world)
        assert "Proof of ownership" in html
        assert "settings/routing/domain-proof/on" not in html
        assert "Check now" not in html
    assert as_agent(world.oscar).post(target, {"confirmed": "1"}).status_code == 404
    assert rules(world) == Rules()
    assert as_agent(world.alan).post(target, {"confirmed": "1"}).status_code == 302


def test_check_now_answers_at_once_and_the_page_asks_on_for_the_outcome(world, ada, name_server):
    domain = world.acme.domains.get()
    name_server.texts["acme.com"] = [f"unknown-user={domain.proof_token}"]
    check = world.url(f"settings/routing/domains/{domain.pk}/check")
    html = ada.post(check, **HTMX).content.decode()
    assert "Looking it up" in html
    assert "load delay:1s" in html
    assert name_server.asked == []
    do_jobs()
    html = ada.get(world.url(f"settings/routing/domains/{domain.pk}"), **HTMX).content.decode()
    assert "The record is there." in html
    assert ">proven<" in html
    assert "load delay" not in html


def test_without_javascript_the_page_is_to_be_reloaded(world, ada, name_server):
    domain = world.acme.domains.get()
    check = world.url(f"settings/routing/domains/{domain.pk}/check")
    response = ada.post(check, follow=True)
    assert "acme.com is being looked up." in response.content.decode()
    do_jobs()
    assert "The record is not there yet." in page(ada, world)


def test_a_worker_that_keeps_silent_is_not_waited_for_for_ever(world, ada):
    ago = timezone.now() - 2 * listing.PATIENCE
    Domain.objects.update(proof_asked_at=ago)
    html = page(ada, world)
    assert "The look-up is still to come." in html
    assert "load delay" not in html


def test_only_admins_and_owners_have_a_domain_looked_up(world, as_agent):
    domain = world.acme.domains.get()
    check = world.url(f"settings/routing/domains/{domain.pk}/check")
    for agent, status in ((world.grace, 403), (world.rita, 403), (world.oscar, 404)):
        assert as_agent(agent).post(check).status_code == status
    theirs = world.domain(world.customer("Cedar", workspace=world.otter), "cedar.dev")
    foreign = world.url(f"settings/routing/domains/{theirs.pk}/check")
    assert as_agent(world.ada).post(foreign).status_code == 404


def test_listed_are_the_unproven_and_those_about_to_be_lost(world, ada):
    acme, birch = world.acme.domains.get(), world.birch.domains.get()
    settle(acme, "found")
    html = page(ada, world)
    assert f"proof-{acme.pk}" not in html
    assert f"proof-{birch.pk}" in html
    settle(acme, "missing", daily=True)
    assert "Missing on 1 day; the proof ends after three." in page(ada, world)
    archive_customer(world.birch)
    assert f"proof-{birch.pk}" not in page(ada, world)


def test_the_list_is_paged_by_key_at_the_same_cost(
    world, ada, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(listing, "PAGE", 5)
    names = sorted(f"d{number}.dev" for number in range(7))
    for name in names:
        world.domain(world.acme, name)
    archive_customer(world.birch)
    with django_assert_max_num_queries(10):
        html = page(ada, world)
    assert [name in html for name in ["acme.com", *names]] == [True] * 5 + [False] * 3
    last = Domain.objects.get(name=names[3])
    assert f"after={last.pk}" in html
    html = page(ada, world, f"?after={last.pk}")
    assert [name in html for name in ["acme.com", *names]] == [False] * 5 + [True] * 3
    assert page(ada, world, "?after=x")


def test_the_customers_page_marks_its_domains_where_proof_is_asked_for(world, ada):
    customer = world.url(f"customers/{world.acme.pk}")
    assert "not proven" not in ada.get(customer).content.decode()
    switch(world.workspace, Rule.DOMAIN_PROOF, True)
    assert "not proven" in ada.get(customer).content.decode()
    settle(world.acme.domains.get(), "found")
    html = ada.get(customer).content.decode()
    assert "<small>· proven</small>" in html
    assert "not proven" not in html


def test_a_stranger_finds_neither_page_nor_domain(world, as_agent):
    stranger = as_agent(world.oscar)
    assert stranger.get(world.url("settings/routing")).status_code == 404
    domain = world.acme.domains.get()
    own = f"/admin/{world.otter.vendor.slug}/{world.otter.slug}/settings/routing"
    assert "acme.com" not in stranger.get(own).content.decode()
    assert stranger.get(f"{own}/domains/{domain.pk}", **HTMX).status_code == 404
