import pytest

from customers.routing.known_users import add_known_user
from helpdesk.inbox.person_list import people_page


@pytest.fixture
def people(world):
    for email, name in (
        ("Ana@acme.com", "Ána"),
        ("bea@acme.com", "ANA Bee"),
        ("bob@birch.io", "Bob"),
        ("x_y@xn--fa-hia.de", ""),
        ("xay@eu.acme.com", "100% Xay"),
    ):
        world.person(email.lower(), name)
    world.person("ana@otters.io", "Ana", workspace=world.otter)


def found(world, query):
    return [row.person.email for row in people_page(world.workspace, query).rows]


@pytest.mark.parametrize(
    ("query", "emails"),
    [
        (
            "",
            [
                "ana@acme.com",
                "bea@acme.com",
                "bob@birch.io",
                "x_y@xn--fa-hia.de",
                "xay@eu.acme.com",
            ],
        ),
        ("ana", ["ana@acme.com", "bea@acme.com"]),
        ("ANA@", ["ana@acme.com"]),
        ("án", ["ana@acme.com"]),
        ("@acme.com", ["ana@acme.com", "bea@acme.com"]),
        ("@Faß.de", ["x_y@xn--fa-hia.de"]),
        ("x_y@faß.de", ["x_y@xn--fa-hia.de"]),
        ("x_", ["x_y@xn--fa-hia.de"]),
        ("100%", ["xay@eu.acme.com"]),
        ("%", []),
        ("acme", []),
        ("otters", []),
    ],
)
def test_people_are_found_by_the_beginning_of_address_or_name_or_by_domain(
    world, people, query, emails
):
    assert found(world, query) == emails


def test_each_is_told_where_they_are_and_why(world, people, as_agent):
    add_known_user(world.birch, "ana@acme.com")
    rows = {row.person.email: row for row in people_page(world.workspace).rows}
    assert (rows["bea@acme.com"].where, rows["bea@acme.com"].home) == ("Acme", world.acme)
    assert rows["ana@acme.com"].where == "Shared Email Inbox"
    assert rows["ana@acme.com"].why == "Known in Birch, but acme.com belongs to Acme."
    html = as_agent(world.rita).get(world.url("people")).content.decode()
    assert "Known in Birch, but acme.com belongs to Acme." in html
    assert "otters.io" not in html


def test_many_are_shown_a_page_at_a_time(world, django_assert_num_queries):
    for number in range(60):
        world.person(f"p{number:02}@acme.com")
    with django_assert_num_queries(4):
        first = people_page(world.workspace, "p")
    rest = people_page(world.workspace, "p", first.after)
    assert [len(first.rows), len(rest.rows), rest.after] == [50, 10, ""]
    assert rest.rows[0].person.email == "p50@acme.com"


def test_a_key_of_another_workspace_leads_to_the_first_page(world, people):
    foreign = world.person("zoe@otters.io", workspace=world.otter)
    assert len(people_page(world.workspace, "", str(foreign.pk)).rows) == 5


def test_the_customers_page_leads_there_and_a_stranger_gets_404(world, as_agent):
    customers = as_agent(world.rita).get(world.url("customers")).content.decode()
    assert world.url("people") in customers
    assert as_agent(world.oscar).get(world.url("people")).status_code == 404
