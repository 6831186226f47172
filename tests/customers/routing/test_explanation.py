import pytest

from customers.models import Domain, KnownUser
from customers.routing.blocks import block
from customers.routing.decision import Reason
from customers.routing.explanation import SENTENCES, explain, listed
from customers.routing.facts import decision_for
from customers.routing.pins import pin


@pytest.fixture
def why(world):
    """A function that explains where an address belongs in the world now."""

    def why(address) -> str:
        names = dict(world.workspace.customers.values_list("pk", "name"))
        return explain(decision_for(world.workspace, address), address, names)

    return why


@pytest.fixture
def know(world):
    def know(address, *customers) -> None:
        for customer in customers:
            KnownUser.objects.create(
                workspace=world.workspace, customer=customer, person=world.person(address)
            )

    return know


def test_every_reason_has_a_sentence():
    assert set(SENTENCES) == set(Reason)


def test_a_domain_of_one_customer(why):
    assert why("ana@acme.com") == "acme.com belongs to Acme."


def test_a_domain_of_several_customers(world, why):
    world.domain(world.birch, "acme.com")
    assert why("ana@acme.com") == "acme.com belongs to Acme and Birch."


def test_the_longest_domain_is_the_one_named(world, why):
    world.domain(world.birch, "*.eu.acme.com")
    assert why("ana@x.eu.acme.com") == "eu.acme.com belongs to Birch."


def test_an_international_domain_is_named_in_both_its_forms(world, why):
    Domain.objects.create(
        workspace=world.workspace, customer=world.acme, name="xn--bcher-kva.example.io"
    )
    assert why("ana@xn--bcher-kva.example.io").startswith("bücher.example.io (xn--")


def test_known_in_one(world, why, know):
    know("eve@gmail.com", world.acme)
    assert why("eve@gmail.com") == "Known in Acme."


def test_known_in_several(world, why, know):
    know("eve@gmail.com", world.birch, world.acme)
    assert why("eve@gmail.com") == "Known in Acme and Birch."


def test_known_where_the_domain_belongs(world, why, know):
    know("ana@acme.com", world.acme)
    assert why("ana@acme.com") == "Known in Acme, and acme.com belongs to Acme."


def test_known_elsewhere_than_the_domain_says(world, why, know):
    know("bob@birch.io", world.acme)
    assert why("bob@birch.io") == "Known in Acme, but birch.io belongs to Birch."


def test_pinned_to_a_customer(world, why):
    pin(world.person("eve@gmail.com"), world.acme, by=world.grace)
    assert why("eve@gmail.com") == "An agent placed them with Acme."


def test_pinned_to_the_inbox(world, why):
    pin(world.person("ana@acme.com"), None, by=world.grace)
    assert why("ana@acme.com") == "An agent left them in the Shared Email Inbox."


def test_blocked(world, why):
    block(world.person("ana@acme.com"), by=world.grace)
    assert why("ana@acme.com") == "ana@acme.com is blocked and can't enter any room."


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("eve@nowhere.io", "Nobody claims nowhere.io."),
        ("eve@gmail.com", "gmail.com gives mailboxes to everybody, so it names no customer."),
        ("eve@nowhere.example", "nowhere.example is a name that no customer can have."),
        (
            "postmaster@acme.com",
            "postmaster@ is a technical mailbox, so its domain names no customer.",
        ),
    ],
)
def test_unclaimed_says_what_is_wrong_with_the_domain(why, address, sentence):
    assert why(address) == sentence


def test_names_are_listed_in_order():
    assert listed(["Cedar", "Acme", "birch"]) == "Acme, birch and Cedar"
