"""An owner may let in what is on a list that errs now and then, with a reason."""

import re

import pytest

from customers.models import AuditEntry, Domain
from customers.routing.facts import decision_for
from customers.routing.hypotheses import adding
from customers.routing.mail_domains import MailDomain
from customers.routing.people import people_per_customer
from customers.routing.preview import preview_of
from tests.customers.confirming import HTMX, confirm
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


def test_that_anybody_gets_in_is_a_warning_and_the_chip_keeps_it(world, ada):
    url = world.url(f"customers/{world.acme.pk}/domains/add")
    html = ada.post(url, {"domain": "gmail.com", "reason": REASON}).content.decode()
    warning = "Anybody can have a mailbox at gmail.com: whoever has one will read and write in"
    assert warning in html
    assert "notice asking warning" in html
    assert "Add gmail.com anyway" in html
    add(ada, world, "gmail.com")
    add(ada, world, "mailinator.com")
    html = ada.get(world.url("customers")).content.decode()
    assert "gmail.com</span> <small>· free mail</small>" in html
    assert "mailinator.com</span> <small>· disposable mail</small>" in html
    assert html.count("chip domain warning") == 2
    html = ada.post(url, {"domain": "*.gmail.com"}).content.decode()
    assert warning in html


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
    assert "an owner of this workspace can let it in" in answer.content.decode()
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


@pytest.mark.parametrize(
    "reason", ["a\0b", "a\x07b", "evil \u202eb", "\u2066x", "\u200b", "a\ue000"]
)
def test_a_reason_that_cannot_be_shown_is_refused_and_stays_as_it_was_typed(world, ada, reason):
    answer = add(ada, world, "123.com", reason)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "This reason has characters that can&#x27;t be shown" in html
    assert f'value="{reason}"' in html
    assert not Domain.objects.filter(name="123.com").exists()


def test_a_reason_too_long_stays_as_it_was_typed(world, ada):
    html = add(ada, world, "123.com", "x" * 201).content.decode()
    assert f'value="{"x" * 201}"' in html
    assert "Override</button>" in html


@pytest.fixture
def alans_undo(world, as_agent):
    """The fields of the undo that an admin is offered once they took off what an owner let in."""
    row = world.domain(world.acme, "123.com")
    Domain.objects.filter(pk=row.pk).update(override_reason=REASON)
    url = world.url(f"customers/{world.acme.pk}/domains/{row.pk}/remove")
    html = confirm(as_agent(world.alan), url, **HTMX).content.decode()
    form = re.search(r'<form class="undo".*?</form>', html, re.DOTALL)[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def put_back(client, world, fields, customer=None):
    return client.post(world.url(f"customers/{(customer or world.acme).pk}/domains/add"), fields)


def test_an_admin_puts_back_what_they_took_off(world, as_agent, alans_undo):
    assert put_back(as_agent(world.alan), world, alans_undo).status_code == 302
    assert Domain.objects.get(name="123.com").override_reason == REASON


@pytest.mark.parametrize(
    "forged",
    [
        {"reason": "Another"},
        {"domain": "gmail.com"},
        {"domain": "*.123.com"},
        {"seal": ""},
        {"seal": "x"},
        {"confirmed": ""},
        {"confirmed": "x"},
    ],
)
def test_an_admin_puts_back_nothing_else(world, as_agent, alans_undo, forged):
    answer = put_back(as_agent(world.alan), world, alans_undo | forged)
    assert answer.status_code == 422
    assert "Override</button>" not in answer.content.decode()
    assert not Domain.objects.filter(name__in=["123.com", "gmail.com"]).exists()


def test_an_admin_puts_back_nothing_elsewhere(world, as_agent, alans_undo):
    answer = put_back(as_agent(world.alan), world, alans_undo, world.birch)
    assert answer.status_code == 422
    assert not Domain.objects.filter(name="123.com").exists()


def test_an_admin_puts_nothing_back_after_other_changes(world, as_agent, ada, alans_undo):
    add(ada, world, "acme.de")
    answer = put_back(as_agent(world.alan), world, alans_undo)
    assert "123.com is on the list of free mail" in answer.content.decode()
    assert not Domain.objects.filter(name="123.com").exists()
