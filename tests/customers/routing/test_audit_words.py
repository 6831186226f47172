import pytest

from customers.embedding.challenging import set_challenge
from customers.models import Action, AuditEntry, Challenge
from customers.routing.answers import leave
from customers.routing.audit import note
from customers.routing.audit_words import SENTENCES, details, what, who
from customers.routing.domains import add_domain, leave_to
from customers.routing.mail_domains import MailDomain
from customers.routing.queue import shared_domains
from customers.routing.rules import Rule, switch


@pytest.fixture
def told(world):
    """A function that notes something and gives it in words."""

    def told(action, by=None, **more):
        entry = AuditEntry.objects.get(pk=note(world.workspace, action, by, **more).pk)
        return who(entry), what(entry), details(entry)

    return told


@pytest.fixture
def newest(world):
    """A function that gives what was noted last in words."""

    def newest():
        entry = AuditEntry.objects.latest("pk")
        return what(entry), details(entry)

    return newest


def test_an_agent_is_named_and_nobody_is_automatic(world, told):
    assert told(Action.BLOCKED, world.grace, subject="a@b.co") == (
        "Grace Lund",
        "blocked a@b.co",
        [],
    )
    assert told(Action.MAIL_STOPPED, subject="a@b.co", reason="bounced") == (
        "Automatic",
        "stopped mail to a@b.co",
        ["reason: the mailbox does not exist"],
    )


@pytest.mark.parametrize("action", Action)
def test_every_action_is_told_whatever_is_known_of_it(world, told, action):
    for more in ({}, {"customer": world.acme}, {"person": world.person("ana@acme.com")}):
        _who, text, _details = told(action, world.ada, **more)
        assert text
        assert "%" not in text


def test_every_action_has_a_sentence():
    assert set(SENTENCES) == set(Action)


def test_what_people_do_themselves_is_theirs(world, told):
    ana = world.person("ana@acme.com")
    assert told(Action.MAIL_STOPPED, subject=ana.email, reason="not_me")[0] == "The person"
    assert told(Action.ROOM_SHARED, person=ana, customer=world.acme)[0] == "The person"
    assert told(Action.MAIL_STOPPED, subject=ana.email, reason="complained")[0] == "Automatic"


def test_a_setting_is_told_with_what_it_was_set_to(world, newest):
    switch(world.workspace, Rule.DOMAIN_PROOF, True, world.ada)
    assert newest() == ("switched proof of ownership on", [])
    switch(world.workspace, Rule.DOMAIN_PROOF, False, world.ada)
    assert newest() == ("switched proof of ownership off", [])
    set_challenge(world.workspace, Challenge.ALWAYS, world.ada)
    assert newest() == ("set “Ask browsers for a piece of work” to “always”", [])


def test_why_a_listed_domain_was_let_in_is_told_and_to_whom_one_was_left(world, newest):
    add_domain(world.acme, MailDomain("gmail.com"), world.ada, "they really use it")
    assert newest() == ("added gmail.com to Acme", ["because: they really use it"])
    world.domain(world.birch, "acme.com")
    leave_to(world.birch, "acme.com", world.ada)
    assert newest() == ("removed acme.com from Acme", ["it stays with Birch"])


def test_numbers_of_customers_are_not_told(world, newest):
    world.domain(world.birch, "acme.com")
    leave(world.workspace, shared_domains(world.workspace).rows[0], world.grace)
    assert newest() == ("left acme.com with all who have it", [])


def test_a_domain_is_told_in_both_its_forms(world, told):
    assert told(Action.DOMAIN_ADDED, customer=world.acme, subject="xn--fa-hia.de")[1] == (
        "added faß.de (xn--fa-hia.de) to Acme"
    )


def test_an_unknown_detail_is_told_as_it_is(told):
    assert told(Action.BLOCKED, subject="x", days=3, names=["a", "b"])[2] == [
        "days: 3",
        "names: a, b",
    ]


def test_a_text_with_percent_signs_is_a_text(told):
    assert told(Action.BLOCKED, subject="100%s@acme.com")[1] == "blocked 100%s@acme.com"
