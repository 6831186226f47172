import re

import pytest
from django.utils import timezone

from customers.models import Domain
from customers.routing.decision import Reason
from customers.routing.facts import decision_for
from tests.customers.confirming import HTMX, confirm


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def url(world, customer, rest="add"):
    return world.url(f"customers/{customer.pk}/domains/{rest}")


def ask(client, world, typed, customer=None, **data):
    """Type a domain and press Add."""
    target = url(world, customer or world.acme)
    return client.post(target, {"domain": typed, **data}, **HTMX).content.decode()


def add(client, world, typed, customer=None, **data):
    """Type a domain, press Add and confirm."""
    target = url(world, customer or world.acme)
    return confirm(client, target, {"domain": typed, **data}, **HTMX).content.decode()


def change(client, world, domain, rest):
    """Remove a domain, or make it exact, and confirm."""
    target = url(world, domain.customer, f"{domain.pk}/{rest}")
    return confirm(client, target, **HTMX).content.decode()


def names(customer):
    return sorted(map(str, Domain.objects.filter(customer=customer)))


def test_a_domain_added_decides_at_once(world, ada):
    html = add(ada, world, " ACME.de ")
    assert "acme.de" in html
    assert names(world.acme) == ["acme.com", "acme.de"]
    assert decision_for(world.workspace, "ana@acme.de").customer == world.acme.pk


def test_nothing_is_saved_before_its_preview_is_confirmed(world, ada):
    html = ask(ada, world, "acme.de")
    assert "Nobody moves yet. Whoever comes from acme.de joins Acme." in html
    assert "Add acme.de</button>" in html
    assert "Cancel" in html
    assert names(world.acme) == ["acme.com"]


def test_a_part_of_anothers_domain_is_said_to_be_taken_from_it(world, ada):
    world.domain(world.acme, "*.acme.dev")
    html = ask(ada, world, "eu.acme.dev", world.birch)
    assert "So far eu.acme.dev is part of acme.dev: it is taken from Acme." in html
    assert "is taken from" not in ask(ada, world, "eu.acme.dev", world.acme)
    assert "is taken from" not in ask(ada, world, "eu.acme.com", world.birch)


def test_without_javascript_the_customers_page_answers(world, ada):
    asked = ada.post(url(world, world.acme), {"domain": "acme.de"})
    assert "Nobody moves yet. Whoever comes from acme.de joins Acme." in asked.content.decode()
    response = confirm(ada, url(world, world.acme), {"domain": "acme.de"})
    assert response.url == world.url(f"customers/{world.acme.pk}")
    response = ada.post(url(world, world.acme), {"domain": "gmail.com"})
    assert response.status_code == 422
    assert "gives mailboxes to everybody" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Type a domain"),
        ("https://acme.de/about", "That is a web address. Did you mean acme.de?"),
        ("https://www.acme.de", "That is a web address. Did you mean acme.de?"),
        ("www.acme.de/about", "That is a web address. Did you mean acme.de?"),
        ("https://www.net/", "That is a web address. Did you mean www.net?"),
        ("https://wwwacme.de/", "That is a web address. Did you mean wwwacme.de?"),
        ("ana@acme.de", "That is an email address. Did you mean acme.de?"),
        ("co.uk", "co.uk is on the list of public suffixes"),
        ("gmail.com", "gmail.com is on the list of free mail"),
        ("mailinator.com", "mailinator.com is on the list of disposable providers"),
        ("example.com", "example.com is on the list of reserved names"),
        ("acme", "is not a domain"),
        ("10.0.0.1", "is not a domain"),
        ("acme.com", "acme.com is here already"),
    ],
)
def test_a_refused_domain_says_why_beside_the_field_and_stays_there(world, ada, typed, words):
    html = add(ada, world, typed)
    assert words in html.replace("&quot;", '"')
    assert f'value="{typed}"' in html
    assert names(world.acme) == ["acme.com"]


def test_where_the_installation_gets_mail_is_nobodys(world, ada, settings):
    settings.PUBLIC_URL = "https://help.fernhill.io"
    settings.DEFAULT_FROM_EMAIL = "Support <desk@post.fernhill.io>"
    for typed in ("help.fernhill.io", "post.fernhill.io", "*.fernhill.io"):
        assert "gets its own mail at" in add(ada, world, typed)
    assert names(world.acme) == ["acme.com"]


def test_the_teams_own_domain_is_allowed_after_a_warning(world, ada):
    html = ask(ada, world, "fernhill.io")
    assert "your own team" in html
    assert names(world.acme) == ["acme.com"]
    add(ada, world, "fernhill.io")
    assert names(world.acme) == ["acme.com", "fernhill.io"]


def test_another_customers_domain_is_asked_about_first(world, ada):
    html = ask(ada, world, "birch.io")
    assert "birch.io then belongs to Acme and Birch, so people there go to the Shared" in html
    assert "Add birch.io anyway" in html
    assert "Cancel" in html
    assert names(world.acme) == ["acme.com"]


def test_added_anyway_it_is_marked_on_both_sides(world, ada):
    html = add(ada, world, "birch.io")
    assert decision_for(world.workspace, "bob@birch.io").reason is Reason.DOMAIN_IN_SEVERAL
    assert "Birch has birch.io too, so people there go to the Shared Email Inbox." in html
    assert "Acme has birch.io too, so people there go to the Shared Email Inbox." in html
    page = ada.get(world.url("customers")).content.decode()
    assert page.count("so people there go to the Shared Email Inbox") >= 2


def test_an_archived_customers_domain_is_no_conflict(world, ada):
    world.birch.archived_at = timezone.now()
    world.birch.save()
    assert "Birch" not in ask(ada, world, "birch.io")
    add(ada, world, "birch.io")
    assert names(world.acme) == ["acme.com", "birch.io"]


def test_cancel_brings_the_field_back(world, ada):
    html = ada.get(world.url(f"customers/{world.acme.pk}/domains"), **HTMX).content.decode()
    assert "Add a domain to Acme" in html


def test_subdomains_come_by_a_star_and_leave_again(world, ada):
    add(ada, world, "*.acme.com")
    assert names(world.acme) == ["*.acme.com"]
    assert decision_for(world.workspace, "ana@eu.acme.com").customer == world.acme.pk
    change(ada, world, world.acme.domains.get(), "exact")
    assert names(world.acme) == ["acme.com"]


def test_subdomains_that_another_has_too_are_asked_about_first(world, ada):
    world.domain(world.birch, "*.acme.com")
    html = ask(ada, world, "*.acme.com")
    assert "The subdomains of acme.com then belong to Acme and Birch" in html
    assert "Include subdomains of acme.com anyway" in html
    assert names(world.acme) == ["acme.com"]
    add(ada, world, "*.acme.com")
    assert names(world.acme) == ["*.acme.com"]


def undo(client, world, html):
    """Press Undo."""
    form = re.search(r'<form class="undo".*?</form>', html, re.DOTALL)[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return client.post(url(world, world.acme), fields, **HTMX).content.decode()


def test_a_domain_is_removed_with_undo_at_one_press(world, ada):
    html = change(ada, world, world.domain(world.acme, "*.acme.de"), "remove")
    assert names(world.acme) == ["acme.com"]
    assert "acme.de + subdomains is removed" in html
    undo(ada, world, html)
    assert names(world.acme) == ["*.acme.de", "acme.com"]


def test_an_undo_after_other_changes_is_asked_about(world, ada):
    html = change(ada, world, world.domain(world.acme, "acme.de"), "remove")
    add(ada, world, "acme.de", world.birch)
    assert "acme.de then belongs to Acme and Birch" in undo(ada, world, html)
    assert names(world.acme) == ["acme.com"]


def test_undo_works_without_javascript(world, ada):
    domain = world.acme.domains.get()
    confirm(ada, url(world, world.acme, f"{domain.pk}/remove"))
    html = ada.get(world.url(f"customers/{world.acme.pk}")).content.decode()
    assert "acme.com is removed" in html
    undo(ada, world, html)
    assert names(world.acme) == ["acme.com"]


def test_undo_is_offered_once_and_never_by_a_made_up_address(world, ada):
    page = world.url(f"customers/{world.acme.pk}")
    assert "Undo" not in ada.get(page, {"removed": "evil.com"}).content.decode()
    confirm(ada, url(world, world.acme, f"{world.acme.domains.get().pk}/remove"))
    assert "Undo" in ada.get(page).content.decode()
    assert "Undo" not in ada.get(page).content.decode()


def test_removing_what_is_gone_is_no_error(world, ada):
    domain = world.acme.domains.get()
    for _ in range(2):
        for rest in ("remove", "exact"):
            target = url(world, world.acme, f"{domain.pk}/{rest}")
            assert confirm(ada, target, **HTMX).status_code == 200


def test_another_customers_domain_is_not_removed(world, ada):
    domain = world.birch.domains.get()
    confirm(ada, url(world, world.acme, f"{domain.pk}/remove"), **HTMX)
    assert names(world.birch) == ["birch.io"]


def test_an_international_domain_is_shown_in_both_forms(world, ada):
    assert "münchen.de (xn--mnchen-3ya.de)" in add(ada, world, "MÜNCHEN.de")


def test_the_count_of_people_comes_with_the_answer(world, ada):
    person = world.person("ana@acme.de")
    person.proven_at = timezone.now()
    person.save()
    html = add(ada, world, "acme.de")
    assert f'<span id="people-{world.acme.pk}" hx-swap-oob="true">1</span>' in html


@pytest.mark.catalogue("AZ-33")
@pytest.mark.parametrize("rest", ["add", "{domain}/remove", "{domain}/exact"])
def test_only_admins_and_owners_change_domains(world, as_agent, rest):
    target = url(world, world.acme, rest.format(domain=world.acme.domains.get().pk))
    for agent in (world.grace, world.rita):
        assert as_agent(agent).post(target, {"domain": "acme.de"}).status_code == 403
    assert as_agent(world.oscar).post(target, {"domain": "acme.de"}).status_code == 404
    assert names(world.acme) == ["acme.com"]


def test_the_shared_email_inbox_gets_no_domain(world, ada):
    assert ada.post(url(world, world.inbox), {"domain": "acme.de"}).status_code == 404


def test_each_change_raises_the_epoch_and_a_refused_one_does_not(world, ada):
    def epoch():
        world.workspace.refresh_from_db()
        return world.workspace.epoch

    before = epoch()
    add(ada, world, "acme.de")
    change(ada, world, world.acme.domains.first(), "remove")
    ask(ada, world, "gmail.com")
    ask(ada, world, "birch.io")
    assert epoch() == before + 2
