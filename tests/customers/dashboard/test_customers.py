import re

import pytest
from django.utils import timezone

from customers.models import Customer
from tests.customers.confirming import confirm
from tests.customers.routing.test_people import proven

MANAGING = [
    "customers/add",
    "customers/{acme}/rename",
    "customers/{acme}/archive",
    "customers/{acme}/external-id",
]
PAGES = ["customers", "customers/archived", "customers/{acme}"]


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def archive(customer):
    customer.archived_at = timezone.now()
    customer.save()


def path(world, template):
    return world.url(template.format(acme=world.acme.pk))


@pytest.mark.parametrize("page", PAGES)
def test_every_teammate_sees_the_pages(world, as_agent, page):
    for agent in (world.ada, world.alan, world.grace, world.rita):
        assert as_agent(agent).get(path(world, page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_404(world, as_agent, page):
    assert as_agent(world.oscar).get(path(world, page)).status_code == 404


@pytest.mark.parametrize("page", MANAGING)
def test_only_admins_and_owners_change_customers(world, as_agent, page):
    data = {"name": "Cedar"}
    for agent in (world.grace, world.rita):
        assert as_agent(agent).post(path(world, page), data).status_code == 403
    assert as_agent(world.oscar).post(path(world, page), data).status_code == 404
    assert confirm(as_agent(world.alan), path(world, page), data).status_code == 302


def test_a_reader_is_offered_no_changes(world, as_agent):
    html = as_agent(world.rita).get(world.url("customers")).content.decode()
    assert "Add customer" not in html
    assert "Archive</" not in html
    assert "acme.com" in html


def test_a_customer_of_another_workspace_is_not_found(world, as_agent):
    other = world.customer("Reed & Co", workspace=world.otter)
    ada = as_agent(world.ada)
    assert ada.get(world.url(f"customers/{other.pk}")).status_code == 404
    assert ada.post(world.url(f"customers/{other.pk}/archive")).status_code == 404


def test_the_shared_email_inbox_comes_first_and_has_neither_domains_nor_archive(world, ada):
    html = ada.get(world.url("customers")).content.decode()
    rows = html.split('<tr id="customer-')[1:]
    assert rows[0].startswith(str(world.inbox.pk))
    assert "Archive" not in rows[0]
    assert f"domains-{world.inbox.pk}" not in rows[0]
    assert ada.post(world.url(f"customers/{world.inbox.pk}/archive")).status_code == 404
    assert (
        ada.post(world.url(f"customers/{world.inbox.pk}/rename"), {"name": "x"}).status_code == 404
    )


def test_the_shared_email_inbox_has_a_page(world, ada):
    world.person("eve@gmail.com")
    assert ada.get(world.url(f"customers/{world.inbox.pk}")).status_code == 200


def test_customers_are_found_by_name_by_domain_and_by_an_address(world, ada):
    world.customer("Münchner Brot", "xn--mnchen-3ya.de")
    for query, found in {
        "acm": ["Acme"],
        "birch.io": ["Birch"],
        "bob@birch.io": ["Birch"],
        "münchen.de": ["Münchner Brot"],
        "*.acme.com": ["Acme"],
        "zzz": [],
    }.items():
        page = ada.get(world.url("customers"), {"q": query}).context["page"]
        assert [row.customer.name for row in page.rows] == found, query


@pytest.mark.parametrize("query", ["%", "_", "a" * 5000, "@", "..", "'"])
def test_no_search_breaks_the_table(world, ada, query):
    for page in ("customers", "customers/archived"):
        response = ada.get(world.url(page), {"q": query, "after": query})
        assert response.status_code == 200


def test_htmx_gets_only_the_table(world, ada):
    html = ada.get(world.url("customers"), {"q": "acme"}, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in html
    assert html.strip().startswith('<div id="table">')


def test_pages_have_fifty_rows_and_a_key_to_the_next(world, ada):
    Customer.objects.bulk_create(
        Customer(workspace=world.workspace, name=f"customer {number:03}") for number in range(60)
    )
    first = ada.get(world.url("customers")).context["page"]
    assert len(first.rows) == 50
    second = ada.get(
        world.url("customers"), {"after": first.after}, HTTP_HX_REQUEST="true"
    ).context["page"]
    assert second.inbox is None
    names = [row.customer.name for row in [*first.rows, *second.rows]]
    assert len(names) == len(set(names)) == 62
    assert names == sorted(names, key=str.lower)
    assert second.after == ""


def test_the_number_of_queries_does_not_grow_with_the_customers(
    world, ada, django_assert_max_num_queries
):
    def fill(start):
        for number in range(start, start + 8):
            world.customer(f"C{number}", f"*.c{number}.dev", "shared.dev")

    fill(0)
    ada.get(world.url("customers"))
    with django_assert_max_num_queries(100) as few:
        ada.get(world.url("customers"))
    allowed = len(few.captured_queries)
    fill(8)
    with django_assert_max_num_queries(allowed):
        ada.get(world.url("customers"))
    assert allowed <= 24


def test_a_new_customer_has_a_triage_and_a_page(world, ada):
    response = ada.post(world.url("customers/add"), {"name": " Cedar "}, follow=True)
    cedar = Customer.objects.get(name="Cedar", workspace=world.workspace)
    assert response.context["customer"] == cedar
    assert "Triage" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "Type a name"), ("ACME", "a customer called ACME already"), ("x" * 81, "at most 80")],
)
def test_a_refused_name_says_why_and_stays(world, ada, name, words):
    response = ada.post(world.url("customers/add"), {"name": name})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert response.context["typed"] == name


def test_archived_rooms_come_last_are_marked_and_not_counted(world, ada):
    old, new = (
        world.acme.rooms.create(
            workspace=world.workspace, customer_kind=world.acme.kind, kind="public", name=name
        )
        for name in ("An old one", "New one")
    )
    world.acme.rooms.filter(pk=old.pk).update(archived_at=timezone.now())
    html = ada.get(world.url(f"customers/{world.acme.pk}")).text
    names = re.findall(r'rooms/\d+">([^<]+)</a>( <span class="chip">archived)?', html)
    marked = ' <span class="chip">archived'
    assert names == [(new.name, ""), ("Triage", ""), (old.name, marked)]
    assert "<dt>Rooms</dt><dd>2</dd>" in html


def test_a_rename_works_in_place_and_without_javascript(world, ada):
    url = world.url(f"customers/{world.acme.pk}/rename")
    assert ada.post(url, {"name": "Acme Ltd"}).status_code == 302
    html = ada.post(url, {"name": "Acme"}, HTTP_HX_REQUEST="true").content.decode()
    assert 'value="Acme"' in html
    assert Customer.objects.get(pk=world.acme.pk).name == "Acme"


def test_a_rename_to_a_taken_name_is_refused_beside_the_field(world, ada):
    url = world.url(f"customers/{world.acme.pk}/rename")
    for extra in ({}, {"HTTP_HX_REQUEST": "true"}):
        html = ada.post(url, {"name": "birch"}, **extra).content.decode()
        assert "There is a customer called birch already" in html
        assert 'value="birch"' in html
    assert Customer.objects.get(pk=world.acme.pk).name == "Acme"


def test_archiving_takes_a_customer_off_the_table_and_can_be_undone(world, ada):
    response = confirm(ada, world.url(f"customers/{world.acme.pk}/archive"))
    html = ada.get(response.url).content.decode()
    assert "Acme is archived" in html
    assert "Undo" in html
    assert f'id="customer-{world.acme.pk}"' not in html
    assert "Acme" in ada.get(world.url("customers/archived")).content.decode()
    token = re.search(r'name="confirmed" value="([^"]+)"', html)[1]
    ada.post(world.url(f"customers/{world.acme.pk}/unarchive"), {"confirmed": token})
    assert Customer.objects.active().filter(pk=world.acme.pk).exists()


def test_archiving_says_first_who_moves(world, ada):
    proven(world, "ana@acme.com")
    html = ada.post(world.url(f"customers/{world.acme.pk}/archive")).content.decode()
    assert "1 person moves from Acme to the Shared Email Inbox." in html
    assert "They lose sight of Acme&#x27;s 1 room." in html
    assert Customer.objects.active().filter(pk=world.acme.pk).exists()


def test_an_undo_by_a_made_up_address_is_asked_about(world, ada):
    archive(world.acme)
    html = ada.get(world.url("customers"), {"archived": world.acme.pk}).content.decode()
    assert 'name="confirmed" value=""' in html


def test_unarchiving_asks_first_where_that_makes_a_conflict(world, ada):
    archive(world.acme)
    world.domain(world.birch, "acme.com")
    url = world.url(f"customers/{world.acme.pk}/unarchive")
    html = ada.post(url).content.decode()
    assert "acme.com then belongs to Acme and Birch, so people there go to the Shared" in html
    assert not Customer.objects.active().filter(pk=world.acme.pk).exists()
    assert confirm(ada, url).status_code == 302
    assert Customer.objects.active().filter(pk=world.acme.pk).exists()


def test_every_change_raises_the_epoch(world, ada):
    def epoch():
        world.workspace.refresh_from_db()
        return world.workspace.epoch

    before = epoch()
    ada.post(world.url("customers/add"), {"name": "Cedar"})
    confirm(ada, world.url(f"customers/{world.acme.pk}/archive"))
    confirm(ada, world.url(f"customers/{world.acme.pk}/unarchive"))
    assert epoch() == before + 3


def test_a_refused_change_does_not(world, ada):
    ada.post(world.url("customers/add"), {"name": "Acme"})
    before = world.workspace.epoch
    world.workspace.refresh_from_db()
    assert world.workspace.epoch == before


def test_a_name_is_never_taken_for_html(world, ada):
    world.customer("<b>Bold</b>", "bold.dev")
    assert "<b>Bold</b>" not in ada.get(world.url("customers")).content.decode()
