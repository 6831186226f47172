"""What a look at a domain's record leads to."""

from datetime import timedelta

import dns.rcode
import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.models import Action, AuditEntry, Domain, Finding
from customers.routing import tasks
from customers.routing.checks import ask_to_check
from customers.routing.customers import archive_customer
from customers.routing.decision import Reason
from customers.routing.domains import add_domain, remove_domain
from customers.routing.facts import decision_for
from customers.routing.mail_domains import MailDomain
from customers.routing.ownership import LOST_AFTER, settle
from customers.routing.rules import Rule, switch
from tests.jobs import do_jobs

PROOFS = [Action.DOMAIN_PROVEN, Action.DOMAIN_PROOF_LOST]


@pytest.fixture
def asking(world):
    """The world, where proof of ownership is asked for."""
    switch(world.workspace, Rule.DOMAIN_PROOF, True)
    return world


@pytest.fixture
def acme_com(asking):
    return asking.acme.domains.get()


def publish(server, domain):
    server.texts[f"_unknown-user.{domain.name}"] = [f"unknown-user={domain.proof_token}"]


def prove(domain):
    settle(domain, Finding.FOUND)
    domain.refresh_from_db()


def check_daily():
    """The daily check, with all of its parts."""
    tasks.check_domains_daily(0)
    while do_jobs():
        pass


def a_day_passes():
    """Yesterday's check was yesterday."""
    missed = Domain.objects.exclude(proof_missed_on=None)
    missed.update(proof_missed_on=timezone.now() - timedelta(days=1))


def is_proven(domain):
    return Domain.objects.get(pk=domain.pk).proven_at is not None


def epoch(world):
    world.workspace.refresh_from_db()
    return world.workspace.epoch


def noted():
    entries = AuditEntry.objects.filter(action__in=PROOFS).order_by("pk")
    return list(entries.values_list("action", "subject", "agent__email"))


def test_each_domain_has_a_token_of_its_own(world):
    world.domain(world.birch, "acme.com")
    tokens = set(Domain.objects.values_list("proof_token", flat=True))
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {32}


def test_asking_is_answered_by_the_worker_and_proves_the_domain(asking, acme_com, name_server):
    publish(name_server, acme_com)
    before = epoch(asking)
    ask_to_check(acme_com, asking.alan)
    assert name_server.asked == []
    do_jobs()
    acme_com.refresh_from_db()
    assert acme_com.proven_at
    assert acme_com.proof_checked_at >= acme_com.proof_asked_at
    assert acme_com.proof_finding == Finding.FOUND
    assert epoch(asking) == before + 1
    assert noted() == [("domain_proven", "acme.com", asking.alan.email)]


def test_asking_twice_is_one_job_that_holds_only_ids(asking, acme_com):
    ask_to_check(acme_com, asking.alan)
    ask_to_check(acme_com, asking.alan)
    job = ProcrastinateJob.objects.get(queue_name="dns")
    assert job.args == {"domain_id": acme_com.pk, "agent_id": asking.alan.pk}


def test_a_look_that_finds_nothing_new_changes_no_access(asking, acme_com, name_server):
    before = epoch(asking)
    ask_to_check(acme_com, asking.alan)
    do_jobs()
    acme_com.refresh_from_db()
    assert acme_com.proof_finding == Finding.MISSING
    publish(name_server, acme_com)
    prove(acme_com)
    proven_at = acme_com.proven_at
    prove(acme_com)
    assert acme_com.proven_at == proven_at
    assert epoch(asking) == before + 1
    assert len(noted()) == 1


def test_a_proven_domain_beats_the_unproven_one(asking, acme_com):
    asking.domain(asking.birch, "acme.com")
    assert decision_for(asking.workspace, "ana@acme.com").reason is Reason.DOMAIN_IN_SEVERAL
    prove(acme_com)
    assert decision_for(asking.workspace, "ana@acme.com").customer == asking.acme.pk


def test_a_proof_says_nothing_for_another_customer_or_workspace(asking, acme_com, name_server):
    switch(asking.otter, Rule.DOMAIN_PROOF, True)
    rival = asking.domain(asking.birch, "acme.com")
    theirs = asking.domain(asking.customer("Acme", workspace=asking.otter), "acme.com")
    publish(name_server, acme_com)
    check_daily()
    assert [is_proven(domain) for domain in (acme_com, rival, theirs)] == [True, False, False]
    rival.refresh_from_db()
    assert rival.proof_finding == Finding.OTHER


def test_the_daily_check_finds_a_record_by_itself(asking, acme_com, name_server, monkeypatch):
    monkeypatch.setattr(tasks, "DOMAINS", 1)
    for domain in Domain.objects.all():
        publish(name_server, domain)
    check_daily()
    assert not Domain.objects.filter(proven_at=None).exists()
    assert [agent for _action, _subject, agent in noted()] == [None, None]


def test_the_daily_check_asks_for_nothing_that_does_not_matter(world, name_server):
    check_daily()
    assert name_server.asked == []
    switch(world.workspace, Rule.DOMAIN_PROOF, True)
    archive_customer(world.acme)
    check_daily()
    assert set(name_server.asked) == {"_unknown-user.birch.io", "birch.io"}


def test_a_proof_is_lost_after_the_record_was_missing_on_several_days(
    asking, acme_com, name_server
):
    prove(acme_com)
    before = epoch(asking)
    for day in range(1, LOST_AFTER + 1):
        assert is_proven(acme_com)
        check_daily()
        a_day_passes()
        missed = Domain.objects.get(pk=acme_com.pk).proof_misses
        assert missed == (day if day < LOST_AFTER else 0)
    assert not is_proven(acme_com)
    assert epoch(asking) == before + 1
    assert noted()[-1] == ("domain_proof_lost", "acme.com", None)


def test_a_repeated_check_of_one_day_counts_once(asking, acme_com, name_server):
    prove(acme_com)
    for _time in range(LOST_AFTER + 1):
        check_daily()
    assert is_proven(acme_com)
    assert Domain.objects.get(pk=acme_com.pk).proof_misses == 1


def test_asking_never_loses_a_proof(asking, acme_com, name_server):
    prove(acme_com)
    for _time in range(LOST_AFTER + 1):
        ask_to_check(acme_com, asking.alan)
        do_jobs()
    assert is_proven(acme_com)


def test_a_record_that_is_back_ends_the_count(asking, acme_com, name_server):
    prove(acme_com)
    check_daily()
    a_day_passes()
    publish(name_server, acme_com)
    check_daily()
    assert Domain.objects.get(pk=acme_com.pk).proof_misses == 0
    assert len(noted()) == 1


def test_a_dns_that_fails_never_loses_a_proof(asking, acme_com, name_server):
    prove(acme_com)
    name_server.rcode = dns.rcode.SERVFAIL
    for _day in range(LOST_AFTER + 1):
        check_daily()
        a_day_passes()
    acme_com.refresh_from_db()
    assert acme_com.proven_at
    assert (acme_com.proof_misses, acme_com.proof_finding) == (0, Finding.FAILED)


def test_a_domain_removed_while_it_is_looked_up_is_left_alone(asking, acme_com):
    remove_domain(asking.acme, acme_com.pk)
    anew = add_domain(asking.acme, MailDomain("acme.com"))
    settle(acme_com, Finding.FOUND)
    assert not is_proven(anew)
    assert noted() == []
