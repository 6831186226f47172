"""The catalogue's rows of domains, by their ids: what may be typed, and what it leads to."""

import pytest

from customers.models import AuditEntry, Domain
from customers.routing.facts import decision_for
from customers.routing.mail_domains import is_disposable
from tests.customers.confirming import confirm
from tests.customers.routing.test_people import proven

MUENCHEN = "xn--mnchen-3ya.de"


@pytest.fixture
def alan(world, as_agent):
    """Of the vendor, an admin."""
    return as_agent(world.alan)


def add_url(world, customer=None):
    return world.url(f"customers/{(customer or world.acme).pk}/domains/add")


def add(client, world, typed, customer=None, **data):
    return confirm(client, add_url(world, customer), {"domain": typed, **data})


def names(customer):
    return sorted(map(str, customer.domains.all()))


def test_dm_01_a_domain_is_saved_in_canonical_form_after_who_gains_access_was_said(world, alan):
    proven(world, "ana@acme.de")
    asked = alan.post(add_url(world), {"domain": "ACME.de"})
    assert "1 person moves from the Shared Email Inbox to Acme." in asked.content.decode()
    assert names(world.acme) == ["acme.com"]
    add(alan, world, "ACME.de")
    assert names(world.acme) == ["acme.com", "acme.de"]
    entry = AuditEntry.objects.get()
    assert (entry.agent, entry.action, entry.subject) == (world.alan, "domain_added", "acme.de")


@pytest.mark.parametrize(
    "typed",
    [
        "@acme.de",
        "ana@acme.de",
        "https://acme.de/x",
        "acme.de:443",
        "Ana <ana@acme.de>",
        "mailto:ana@acme.de",
        "acme.de.",
        "acme.de,",
        "//acme.de",
        "http://ana@acme.de:8080?x",
    ],
)
def test_dm_03_a_paste_error_is_refused_with_what_was_meant_for_one_press(world, alan, typed):
    answer = add(alan, world, typed)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Did you mean acme.de?" in html
    assert '<input type="hidden" name="domain" value="acme.de">' in html
    assert "Use acme.de</button>" in html
    assert names(world.acme) == ["acme.com"]


def test_dm_03_a_star_is_the_flag_of_subdomains(world, alan):
    asked = alan.post(add_url(world), {"domain": "*.acme.de"}).content.decode()
    assert "Add acme.de and its subdomains</button>" in asked
    assert names(world.acme) == ["acme.com"]


@pytest.mark.parametrize(
    ("row", "typed", "words"),
    [
        ("DM-05", "hey.com", "list of free mail"),
        ("DM-05", "tutanota.com", "list of free mail"),
        ("DM-05", "privaterelay.appleid.com", "list of free mail"),
        ("DM-05", "simplelogin.com", "list of free mail"),
        ("DM-05", "123.com", "list of free mail"),
        ("DM-05", "yandex.kz", "list of free mail"),
        ("DM-05", "gmx.fr", "list of free mail"),
        ("DM-05", "daum.net", "list of free mail"),
        ("DM-05", "x.fastmail.com", "list of free mail"),
        ("DM-06", "mailinator.com", "list of disposable providers"),
        ("DM-06", "10minutemail.co.za", "list of disposable providers"),
        ("DM-06", "mx.mailinator.com", "list of disposable providers"),
        ("DM-08", "onmicrosoft.com", "list of public suffixes"),
        ("DM-08", "co.uk", "list of public suffixes"),
        ("DM-08", "github.io", "list of public suffixes"),
        ("DM-08", "acme.test", "list of reserved names"),
        ("DM-08", "mail.example.org", "list of reserved names"),
    ],
)
def test_a_listed_name_is_refused_with_the_list_that_it_is_on(world, alan, row, typed, words):
    answer = add(alan, world, typed)
    assert answer.status_code == 422, row
    assert words in answer.content.decode()
    assert "Override" not in answer.content.decode()
    assert names(world.acme) == ["acme.com"]


@pytest.mark.parametrize(
    "typed", ["acme.onmicrosoft.com", "acme.co.uk", "acme.za.com", "yandex-team.ru", "gmxx.fr"]
)
def test_dm_08_a_companys_own_name_is_saved(world, alan, typed):
    add(alan, world, typed)
    assert names(world.acme) == sorted(["acme.com", typed])


@pytest.mark.parametrize("typed", ["münchen.de", "MÜNCHEN.de", MUENCHEN])
def test_dm_10_an_international_name_is_saved_once_and_shown_in_both_forms(world, alan, typed):
    add(alan, world, "münchen.de")
    answer = add(alan, world, typed)
    assert f"münchen.de ({MUENCHEN}) is here already." in answer.content.decode()
    assert names(world.acme) == ["acme.com", MUENCHEN]


@pytest.mark.parametrize(
    ("typed", "there", "words"),
    [
        ("аcme.com", "acme.com", "looks like acme.com, which Acme has"),
        ("eu.аcme.com", "acme.com", "looks like acme.com, which Acme has"),
        ("cedar.dev", "сedar.dev", "looks like сedar.dev (xn--"),
        ("ресаn.com", "nothing.dev", "can be taken for pecan.com"),
    ],
)
def test_dm_11_a_look_alike_is_saved_only_after_a_warning(world, alan, typed, there, words):
    add(alan, world, there, world.acme)
    asked = alan.post(add_url(world, world.birch), {"domain": typed}).content.decode()
    assert words in asked
    assert "anyway</button>" in asked
    assert names(world.birch) == ["birch.io"]
    add(alan, world, typed, world.birch)
    assert len(names(world.birch)) == 2


def test_dm_11_a_look_alike_is_marked_and_never_merged_with_what_it_looks_like(world, alan):
    add(alan, world, "аcme.com", world.birch)
    for page in ("customers", f"customers/{world.birch.pk}"):
        html = alan.get(world.url(page)).content.decode()
        assert "Looks like acme.com, but is another domain." in html
        assert "аcme.com (xn--cme-5cd.com)" in html
    assert decision_for(world.workspace, "ana@acme.com").customer == world.acme.pk
    assert decision_for(world.workspace, "ana@xn--cme-5cd.com").customer == world.birch.pk


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 64 + ".com",
        ".".join(["a" * 60] * 5) + ".com",
        "-acme.com",
        "acme-.com",
        "ac_me.com",
        "acme",
        "127.0.0.1",
        "[::1]",
        "a" * 5000 + ".com",
        "." * 5000,
    ],
)
def test_dm_13_what_no_domain_can_be_is_refused(world, alan, typed):
    answer = add(alan, world, typed)
    assert answer.status_code == 422
    assert "is not a domain" in answer.content.decode()
    assert names(world.acme) == ["acme.com"]


def test_dm_15_anothers_domain_is_added_only_after_who_moves_was_confirmed(world, alan):
    for name in ("ana", "bea", "cid"):
        proven(world, f"{name}@acme.com")
    asked = alan.post(add_url(world, world.birch), {"domain": "acme.com"}).content.decode()
    assert "3 people move from Acme to the Shared Email Inbox." in asked
    assert "acme.com then belongs to Acme and Birch" in asked
    assert decision_for(world.workspace, "ana@acme.com").customer == world.acme.pk
    add(alan, world, "acme.com", world.birch)
    assert decision_for(world.workspace, "ana@acme.com").customer is None


def test_dm_16_two_vendors_have_the_same_domain_and_neither_learns_of_the_other(
    world, alan, as_agent
):
    alone = alan.post(add_url(world), {"domain": "shared.dev"}).content.decode()
    cedar = world.customer("Cedar", "shared.dev", "*.acme.com", workspace=world.otter)
    for email in ("ana@shared.dev", "ana@acme.com"):
        proven(world, email).__class__.objects.filter(email=email).update(workspace=world.otter)

    def without_token(html):
        return [line for line in html.splitlines() if "token" not in line.lower()]

    beside = alan.post(add_url(world), {"domain": "shared.dev"}).content.decode()
    assert without_token(beside) == without_token(alone)
    add(alan, world, "shared.dev")
    html = alan.get(world.url("customers")).content.decode()
    assert "Cedar" not in html
    assert "Shared Email Inbox." not in html
    theirs = f"/admin/otter/otter/customers/{cedar.pk}/domains/{cedar.domains.first().pk}/remove"
    assert alan.post(theirs).status_code == 404
    asked = as_agent(world.oscar).post(theirs).content.decode()
    assert "1 person moves from Cedar to the Shared Email Inbox." in asked
    assert "Acme" not in asked


def test_dm_20_what_was_typed_is_never_taken_for_html(world, alan):
    answer = add(alan, world, "<script>alert(1)</script>.com")
    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.com" in answer.content.decode()


def test_em_50_an_address_to_throw_away_goes_to_the_inbox(world):
    world.domain(world.acme, "mailinator.com")
    assert decision_for(world.workspace, "ana@mailinator.com").customer is None
    assert is_disposable("mailinator.com")
    assert is_disposable("x.mailinator.com")
    assert not is_disposable("acme.com")


@pytest.mark.parametrize("name", ["gmail.com", "co.uk", "onmicrosoft.com", "mx.mailinator.com"])
def test_em_51_a_row_that_should_not_be_there_matches_nobody(world, name):
    world.domain(world.acme, f"*.{name}")
    assert decision_for(world.workspace, f"ana@{name}").customer is None


def test_em_53_subdomains_match_where_the_flag_says_so(world):
    assert decision_for(world.workspace, "ana@a.b.acme.com").customer is None
    Domain.objects.filter(name="acme.com").update(with_subdomains=True)
    assert decision_for(world.workspace, "ana@a.b.acme.com").customer == world.acme.pk
    assert decision_for(world.workspace, "ana@notacme.com").customer is None
