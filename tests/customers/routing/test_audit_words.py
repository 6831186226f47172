import pytest

from customers.models import Action, AuditEntry
from customers.routing.audit import note
from customers.routing.audit_words import details, what, who


@pytest.fixture
def told(world):
    """A function that notes something and gives it in words."""

    def told(action, by=None, **more):
        entry = AuditEntry.objects.get(pk=note(world.workspace, action, by, **more).pk)
        return who(entry), what(entry), details(entry)

    return told


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


def test_a_domain_is_told_in_both_its_forms(world, told):
    assert told(Action.DOMAIN_ADDED, customer=world.acme, subject="xn--fa-hia.de")[1] == (
        "added faß.de (xn--fa-hia.de) to Acme"
    )


def test_an_unknown_detail_is_told_as_it_is(told):
    assert told(Action.SETTING_CHANGED, subject="x", days=3, names=["a", "b"])[2] == [
        "days: 3",
        "names: a, b",
    ]


def test_a_text_with_percent_signs_is_a_text(told):
    assert told(Action.BLOCKED, subject="100%s@acme.com")[1] == "blocked 100%s@acme.com"
