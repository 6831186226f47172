from customers.models import Action, AuditEntry, Suppression, SuppressionReason
from customers.proof.denying import deny
from customers.proof.suppressions import lift, suppress, suppressions_of
from tests.asking import ask


def stopped(workspace, address):
    return suppressions_of(workspace, address).exists()


def test_what_a_server_refused_stops_that_one_address(world):
    assert suppress(world.workspace, "ana+x@acme.com", SuppressionReason.BOUNCED)
    assert stopped(world.workspace, "ana+x@acme.com")
    assert not stopped(world.workspace, "ana@acme.com")


def test_what_its_owner_said_stops_every_spelling_of_a_mailbox(world):
    suppress(world.workspace, "a.na+x@gmail.com", SuppressionReason.NOT_ME)
    for address in ("a.na+x@gmail.com", "ana@gmail.com", "an.a@googlemail.com"):
        assert stopped(world.workspace, address)


def test_it_is_set_once_and_in_one_workspace(world):
    assert suppress(world.workspace, "ana@acme.com", SuppressionReason.BOUNCED)
    assert not suppress(world.workspace, "ana@acme.com", SuppressionReason.BOUNCED)
    assert not stopped(world.otter, "ana@acme.com")


def test_each_reason_stands_by_itself(world):
    assert suppress(world.workspace, "ana@acme.com", SuppressionReason.BOUNCED)
    assert suppress(world.workspace, "ana@acme.com", SuppressionReason.NOT_ME)
    lift(Suppression.objects.get(reason=SuppressionReason.BOUNCED), world.grace)
    assert stopped(world.workspace, "ana@acme.com")


def test_both_are_noted_of_the_person_whose_address_it_is(world):
    ana = world.person("a.na+x@gmail.com")
    world.person("a.na+x@gmail.com", workspace=world.otter)
    suppress(world.workspace, ana.email, SuppressionReason.NOT_ME)
    suppress(world.workspace, ana.email, SuppressionReason.BOUNCED)
    for suppression in Suppression.objects.filter(reason=SuppressionReason.BOUNCED):
        lift(suppression, world.grace)
    assert set(AuditEntry.objects.values_list("action", "person")) == {
        (Action.MAIL_STOPPED, ana.pk),
        (Action.MAIL_ALLOWED, ana.pk),
    }


def test_a_mailbox_is_allowed_of_whoever_asked_for_a_link_there(world):
    link = ask(world, "a.na+x@gmail.com")
    deny(link)
    lift(Suppression.objects.get(), world.grace)
    assert AuditEntry.objects.get(action=Action.MAIL_ALLOWED).person == link.person


def test_an_agent_lifts_it_and_both_are_noted(world):
    suppress(world.workspace, "ana@acme.com", SuppressionReason.NOT_ME)
    for _twice in range(2):
        lift(Suppression.objects.get(), world.grace)
    assert not stopped(world.workspace, "ana@acme.com")
    entries = AuditEntry.objects.order_by("pk").values_list("action", "agent", "subject")
    assert list(entries) == [
        (Action.MAIL_STOPPED, None, "ana@acme.com"),
        (Action.MAIL_ALLOWED, world.grace.pk, "ana@acme.com"),
    ]
    assert suppress(world.workspace, "ana@acme.com", SuppressionReason.NOT_ME)
