from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from customers.models import Action, AuditEntry, MagicLink, PastDecision
from customers.proof.links import find_link, mint
from customers.routing import audit
from customers.routing.blocks import block
from customers.routing.customers import archive_customer
from customers.routing.decision import Reason
from customers.routing.domains import add_domain, remove_domain
from customers.routing.facts import decision_for
from customers.routing.known_users import add_known_user, remove_known_user
from customers.routing.mail_domains import MailDomain
from customers.routing.past_decisions import decision_of, note_arrival, note_decisions
from customers.routing.pins import pin, unpin
from customers.routing.reach import reached_by
from customers.routing.tasks import decide_anew
from helpdesk.arrival.entering import enter
from tests.asking import ask
from tests.jobs import do_jobs
from tests.world import make_world


def came(world, email, workspace=None):
    """Somebody who has come in once."""
    person = world.person(email, workspace=workspace)
    type(person).objects.filter(pk=person.pk).prove()
    note_arrival(person)
    return person


def kept(person):
    rows = person.past_decisions.order_by("pk").select_related("cause")
    return [(past.reason, past.cause and past.cause.action) for past in rows]


def test_whoever_comes_by_a_link_is_kept_once(world):
    for _ in range(2):
        link = ask(world)
        enter(find_link(mint(link).token), {})
        MagicLink.objects.update(mailbox="somebody@else.io")  # there is room in the limits again
    past = PastDecision.objects.get()
    assert (past.person.email, past.reason, past.cause) == ("ana@acme.com", Reason.DOMAIN, None)
    assert decision_of(past) == decision_for(world.workspace, "ana@acme.com")
    assert past.matched_domain == "acme.com"


def test_what_is_done_to_a_person_is_kept_with_its_cause(world):
    eve = came(world, "eve@gmail.com")
    known = add_known_user(world.acme, eve.email, world.ada)
    pin(eve, world.birch, world.ada)
    block(eve, world.ada)
    unpin(eve, world.ada)
    remove_known_user(world.acme, known.pk, world.ada)
    assert kept(eve) == [
        (Reason.UNCLAIMED, None),
        (Reason.KNOWN_USER, Action.KNOWN_USER_ADDED),
        (Reason.PINNED, Action.PINNED),
        (Reason.BLOCKED, Action.BLOCKED),
        (Reason.BLOCKED, Action.KNOWN_USER_REMOVED),  # they are no candidate of Acme any more
    ]


def test_a_change_that_is_undone_with_its_transaction_is_not_kept(world):
    eve = came(world, "eve@gmail.com")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        pin(eve, world.acme, world.ada)
        raise ZeroDivisionError
    assert kept(eve) == [(Reason.UNCLAIMED, None)]


def test_a_domain_moves_those_whom_it_reaches_when_the_worker_has_come_to_it(world):
    cedar = world.customer("Cedar")
    ana, bob, eu = (
        came(world, f"{who}") for who in ("a@cedar.dev", "b@birch.io", "c@eu.cedar.dev")
    )
    add_domain(cedar, MailDomain("cedar.dev"), world.ada)
    assert len(kept(ana)) == 1
    do_jobs()
    assert kept(ana)[1:] == [(Reason.DOMAIN, Action.DOMAIN_ADDED)]
    assert len(kept(bob)) == len(kept(eu)) == 1
    add_domain(cedar, MailDomain("cedar.dev", with_subdomains=True), world.ada)
    do_jobs()
    assert kept(eu)[1:] == [(Reason.DOMAIN, Action.SUBDOMAINS_ADDED)]
    remove_domain(cedar, cedar.domains.get().pk, world.ada)
    do_jobs()
    assert kept(eu)[-1] == kept(ana)[-1] == (Reason.UNCLAIMED, Action.DOMAIN_REMOVED)


def test_an_archived_customer_moves_its_own_whatever_it_is_called(world):
    cedar = world.customer("cedar.works", "*.cedar.dev")
    ana, eve = came(world, "ana@eu.cedar.dev"), came(world, "eve@gmail.com")
    add_known_user(cedar, eve.email)
    pinned = came(world, "p@nowhere.io")
    pin(pinned, cedar)
    archive_customer(cedar, world.ada)
    do_jobs()
    for person in (ana, eve, pinned):
        assert kept(person)[-1] == (Reason.UNCLAIMED, Action.CUSTOMER_ARCHIVED)


def test_a_setting_of_the_workspace_reaches_everybody_in_it(world):
    ana = came(world, "ana@acme.com")
    came(world, "ana@acme.com", workspace=world.otter)
    entry = audit.note(world.workspace, Action.SETTING_CHANGED, world.ada, name="proof")
    assert list(reached_by(entry)) == [ana]


def test_what_moves_nobody_asks_nothing_of_the_worker(world):
    audit.note(world.workspace, Action.ORIGIN_ADDED, world.ada, subject="https://acme.com")
    audit.note(world.workspace, Action.CUSTOMER_RENAMED, world.ada, customer=world.acme)
    assert do_jobs() == 0


def test_only_those_who_have_come_or_were_decided_before_are_decided_by_the_worker(world):
    never, known = world.person("n@cedar.dev"), world.person("k@cedar.dev")
    add_known_user(world.acme, known.email)
    add_domain(world.customer("Cedar"), MailDomain("cedar.dev"), world.ada)
    do_jobs()
    assert kept(never) == []
    assert kept(known) == [
        (Reason.KNOWN_USER, Action.KNOWN_USER_ADDED),
        (Reason.DOMAIN_SAYS_ANOTHER, Action.DOMAIN_ADDED),
    ]


def test_a_job_that_is_done_again_keeps_nothing_twice(world, monkeypatch):
    monkeypatch.setattr("customers.routing.tasks.PEOPLE", 2)
    people = [came(world, f"p{number}@cedar.dev") for number in range(5)]
    add_domain(world.customer("Cedar"), MailDomain("cedar.dev"), world.ada)
    entry = AuditEntry.objects.get(action=Action.DOMAIN_ADDED)
    note_decisions(world.workspace, [people[0].pk, people[1].pk], {people[0].pk: entry})
    for _ in range(2):
        decide_anew.func(entry.pk)
    assert [len(kept(person)) for person in people] == [2] * 5


def test_however_many_are_decided_the_queries_are_as_few(world, django_assert_num_queries):
    for number in (1, 30):
        people = [world.person(f"p{number}.{i}@acme.com").pk for i in range(number)]
        with django_assert_num_queries(8):  # six, and the transaction's two
            note_decisions(world.workspace, people)


@pytest.mark.django_db(transaction=True)
def test_two_who_keep_the_same_at_once_keep_it_once():
    world = make_world()
    ana = world.person("ana@acme.com")

    def keep():
        note_arrival(ana)
        connection.close()

    threads = [Thread(target=keep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert PastDecision.objects.count() == 1


def test_nobody_gets_in_by_what_was_kept(world):
    ana = came(world, "ana@acme.com")
    past = PastDecision.objects.get()
    PastDecision.objects.update(customer=world.birch, decided_at=timezone.now())
    assert decision_for(world.workspace, ana.email).customer == world.acme.pk
    assert past.customer_id == world.acme.pk
