import csv
import io
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from customers.dashboard.landing.landing import landings, totals
from customers.dashboard.landing.pasted import MOST_ADDRESSES, addresses_in, bare
from customers.models import AuditEntry, KnownUser, PastDecision, Person
from customers.routing.blocks import block
from tests.jobs import do_jobs
from tests.world import PASSWORD

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def look(world, as_agent):
    """A function that asks the page where these would land."""

    def look(typed, agent=None, page="customers/landing"):
        client = as_agent(agent or world.rita)
        return client.post(world.url(page), urlencode({"addresses": typed}), FORM)

    return look


def told(world, typed):
    return [
        (one.address, one.where, one.why) for one in landings(world.workspace, addresses_in(typed))
    ]


def test_each_address_is_told_where_and_why_in_the_order_typed(world):
    world.domain(world.birch, "both.io")
    world.domain(world.acme, "both.io")
    assert told(world, "Ana@ACME.com; eve@gmail.com\nx@both.io,,\r\n nobody \n") == [
        ("ana@acme.com", "Acme", "acme.com belongs to Acme."),
        (
            "eve@gmail.com",
            "Shared Email Inbox",
            "Free or disposable mail.",
        ),
        ("x@both.io", "Shared Email Inbox", "both.io belongs to Acme and Birch."),
        ("", "Refused", "Not an email address."),
    ]


@pytest.mark.parametrize(
    ("typed", "shown", "plain"),
    [
        ("ana@xn--80ak6aa92e.com", "ana@аррӏе.com (xn--80ak6aa92e.com)", "appie.com"),  # EM-30
        ("ana@аcme.com", "ana@аcme.com (xn--cme-5cd.com)", "acme.com"),  # EM-31
    ],
)
def test_a_look_alike_is_shown_in_both_forms_marked_and_never_matched(look, typed, shown, plain):
    html = look(typed).content.decode()
    assert shown in html
    assert f"looks like {plain}" in html
    assert "Shared Email Inbox" in html


@pytest.mark.parametrize(
    "pasted",
    [
        "bob@birch.io",
        "Bob <bob@birch.io>",
        '"Lind, Bob" <bob@birch.io>',
        "mailto:bob@birch.io",
        "MAILTO:bob@birch.io?subject=Hi",
        "Bob <mailto:bob@birch.io>",
        "<bob@birch.io>",
        "“bob@birch.io”",
        "'bob@birch.io'",
        "(bob@birch.io)",
        "[bob@birch.io]",
    ],
)
def test_an_address_is_taken_as_it_is_pasted(pasted):
    assert [bare(typed) for typed in addresses_in(f"{pasted}\n")] == ["bob@birch.io"]


def test_a_list_in_quotes_is_a_list():
    typed = addresses_in('"ana@acme.com, bob@birch.io"; "x@a.co","y@a.co"')
    assert list(map(bare, typed)) == ["ana@acme.com", "bob@birch.io", "x@a.co", "y@a.co"]


def test_an_apostrophe_in_an_address_stays():
    assert bare("o'neil@acme.com") == "o'neil@acme.com"


def test_each_address_is_told_once(world):
    typed = "ana@acme.com, Ana <ANA@acme.com>, nobody, mailto:ana@acme.com, nobody"
    assert [one.typed for one in landings(world.workspace, addresses_in(typed))] == [
        "ana@acme.com",
        "nobody",
    ]


def test_a_line_says_how_many_would_land_where(world, look):
    block(world.person("eve@gmail.com"), world.grace)
    typed = "bob@birch.io, a@acme.com, b@acme.com, x@y.zz.com, eve@gmail.com, nobody"
    told = "2 to Acme, 1 to Birch, 1 to the Shared Email Inbox, 1 shut out, 1 refused"
    assert told in look(typed).content.decode()


def test_of_many_customers_those_to_whom_most_would_come_are_named(world):
    for number in range(6):
        world.customer(f"Cedar {number}", f"cedar{number}.dev")
    typed = ["a@acme.com", "b@acme.com", *(f"x@cedar{n}.dev" for n in range(6))]
    assert totals(landings(world.workspace, typed)) == (
        "2 to Acme, 1 to Cedar 0, 1 to Cedar 1, 1 to Cedar 2, 1 to Cedar 3, 2 to 2 other customers"
    )


def test_looking_touches_nothing(world, look):
    assert look("ana@acme.com\neve@gmail.com").status_code == 200
    for model in (Person, PastDecision, KnownUser, AuditEntry):
        assert not model.objects.exists()
    assert do_jobs() == 0


def test_a_thousand_take_as_few_queries_as_one(world, django_assert_num_queries):
    for number in (1, MOST_ADDRESSES):
        typed = [f"p{i}@acme.com" for i in range(number)]
        with django_assert_num_queries(3):
            assert len(landings(world.workspace, typed)) == number


def test_more_than_a_thousand_are_refused_and_nothing_typed_is_lost(look):
    typed = "\n".join(f"person-of-a-long-name-{i:05}@acme-or-so.com" for i in range(6500))
    assert len(typed) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = look(typed)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "These are 6500 addresses; at most 1000 fit." in html
    assert typed in html


def test_what_no_page_can_show_again_is_refused_with_the_way_back(look):
    answer = look("a" * (4 * 1024 * 1024))
    assert answer.status_code == 413
    assert "what you typed is still there" in answer.content.decode()


def test_nothing_typed_is_asked_for(look):
    answer = look(" \n;,")
    assert answer.status_code == 422
    assert "Type an address" in answer.content.decode()


def test_the_file_says_the_same_and_runs_nothing(world, look):
    answer = look("ana@acme.com\n=1+1@x\n+ana@acme.com\nana@аcme.com", page="customers/landing/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="' in answer.headers["Content-Disposition"]
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1] == ["ana@acme.com", "ana@acme.com", "Acme", "acme.com belongs to Acme.", ""]
    assert rows[2][:3] == ["'=1+1@x", "", "Refused"]
    assert rows[3][:2] == ["'+ana@acme.com", "'+ana@acme.com"]
    assert rows[4][4] == "acme.com"


def test_a_strangers_people_and_customers_do_not_show(world, look):
    world.customer("Otters", "otters.io", workspace=world.otter)
    assert "Otters" not in look("ana@otters.io").content.decode()
    assert look("ana@otters.io", agent=world.oscar).status_code == 404


def test_a_form_from_elsewhere_is_refused_however_long_it_may_be(world):
    client = Client(enforce_csrf_checks=True)
    assert client.login(email=world.ada.email, password=PASSWORD)
    page = world.url("customers/landing")
    body = urlencode({"addresses": "ana@acme.com"})
    assert client.post(page, body, FORM).status_code == 403
    client.get(page)
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    own = urlencode({"addresses": "ana@acme.com"} | token)
    assert "Acme" in client.post(page, own, FORM).content.decode()
