"""An owner may let in what is on a list that errs now and then, with a reason."""

import pytest

from customers.models import AuditEntry, Domain
from customers.routing.facts import decision_for
from customers.routing.hypotheses import adding
from customers.routing.mail_domains import MailDomain
from customers.routing.people import people_per_customer
from customers.routing.preview import preview_of
from tests.customers.confirming import confirm
from tests.customers.routing.test_people import proven

REASON = "The company is called 123"


@pytest.fixture
def ada(world, as_agent):
    """Of the vendor, its owner."""
    return as_agent(world.ada)


def add(client, world, typed, reason=REASON):
    url = world.url(f"customers/{world.acme.pk}/domains/add")
    return confirm(client, url, {"domain": typed, "reason": reason})


def home(world, address):
    return decision_for(world.workspace, address).customer


def test_an_owner_is_asked_for_a_reason(world, ada):
    html = add(ada, world, "123.com", reason="").content.decode()
    assert "123.com is on the list of free mail" in html
    assert 'name="reason"' in html
    assert "Override</button>" in html
    assert not Domain.objects.filter(name="123.com").exists()


@pytest.mark.parametrize("typed", ["123.com", "mailinator.com", "x.mailinator.com"])
def test_an_owner_overrides_with_a_reason_that_is_kept_and_audited(world, ada, typed):
    add(ada, world, typed, f"  {REASON} \n ")
    assert Domain.objects.get(name=typed).override_reason == REASON
    entry = AuditEntry.objects.get()
    assert (entry.agent, entry.details["override_reason"]) == (world.ada, REASON)
    assert home(world, f"ana@{typed}") == world.acme.pk
    html = ada.get(world.url(f"customers/{world.acme.pk}")).content.decode()
    assert f"An owner let it in: “{REASON}”" in html


def test_only_this_claim_matches_and_not_another_customers(world, ada):
    world.domain(world.birch, "123.com")
    add(ada, world, "123.com")
    assert home(world, "ana@123.com") == world.acme.pk
    assert home(world, "postmaster@123.com") is None
    assert home(world, "ana@gmail.com") is None


def test_the_preview_and_the_counts_know_it(world, ada):
    proven(world, "ana@123.com")
    domain = MailDomain("123.com")
    assert preview_of(adding(world.acme, domain)).moves == ()
    assert preview_of(adding(world.acme, domain, overridden=True)).moves[0].people == 1
    add(ada, world, "123.com")
    assert people_per_customer(world.workspace, [world.acme]) == {world.acme.pk: 1}


@pytest.mark.parametrize("typed", ["co.uk", "onmicrosoft.com", "example.com", "acme.test"])
def test_public_suffixes_and_reserved_names_are_never_overridden(world, ada, typed):
    answer = add(ada, world, typed)
    assert answer.status_code == 422
    assert "Override" not in answer.content.decode()
    assert not Domain.objects.filter(name=typed).exists()


def test_where_the_installation_gets_mail_is_never_overridden(world, ada, settings):
    settings.DEFAULT_FROM_EMAIL = "support@gmail.com"
    answer = add(ada, world, "gmail.com")
    assert "gets its own mail at gmail.com" in answer.content.decode()
    assert not Domain.objects.filter(name="gmail.com").exists()


def test_an_admin_overrides_nothing(world, as_agent):
    answer = add(as_agent(world.alan), world, "123.com")
    assert answer.status_code == 422
    assert "Override" not in answer.content.decode()
    assert not Domain.objects.filter(name="123.com").exists()


def test_a_reason_is_kept_only_where_it_is_needed(world, ada):
    add(ada, world, "acme.de")
    assert Domain.objects.get(name="acme.de").override_reason == ""


def test_a_reason_too_long_is_refused(world, ada):
    answer = add(ada, world, "123.com", "x" * 201)
    assert "Use at most 200 characters" in answer.content.decode()
    assert not Domain.objects.filter(name="123.com").exists()


def test_what_is_let_in_may_gain_its_subdomains(world, ada, as_agent):
    add(ada, world, "123.com")
    add(as_agent(world.alan), world, "*.123.com", reason="")
    row = Domain.objects.get(name="123.com")
    assert (row.with_subdomains, row.override_reason) == (True, REASON)
    assert home(world, "ana@x.123.com") == world.acme.pk
