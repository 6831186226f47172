import pytest

from customers.embedding.tokens import sign_in
from customers.models import KnownUser
from customers.routing.blocks import block
from customers.routing.external_ids import set_external_id
from customers.routing.facts import decision_for
from customers.routing.pins import pin
from tests.vendors import ANA, token_of

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def url(world, rest="add", customer=None):
    return world.url(f"customers/{(customer or world.acme).pk}/known-users/{rest}")


def test_a_known_user_belongs_here_whatever_their_address(world, ada):
    html = ada.post(url(world), {"email": " Eve@Gmail.com "}, **HTMX).content.decode()
    assert "eve@gmail.com" in html
    assert decision_for(world.workspace, "eve@gmail.com").customer == world.acme.pk


def test_it_works_without_javascript(world, ada):
    response = ada.post(url(world), {"email": "eve@gmail.com"}, follow=True)
    assert "eve@gmail.com" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"), [("eve", "valid email address"), ("", "Type your email address")]
)
def test_a_refused_address_says_why_and_stays(world, ada, typed, words):
    html = ada.post(url(world), {"email": typed}, **HTMX).content.decode()
    assert words in html
    assert f'value="{typed}"' in html


def test_somebody_known_already_is_not_added_twice(world, ada):
    for _ in range(2):
        html = ada.post(url(world), {"email": "eve@gmail.com"}, **HTMX).content.decode()
    assert "known here already" in html
    assert KnownUser.objects.count() == 1


def test_somebody_whom_the_domain_calls_anothers_is_marked(world, ada):
    html = ada.post(url(world), {"email": "bob@birch.io"}, **HTMX).content.decode()
    assert "the domain says another" in html


def test_a_known_user_is_removed_with_undo(world, ada):
    ada.post(url(world), {"email": "eve@gmail.com"})
    known = KnownUser.objects.get()
    html = ada.post(url(world, f"{known.pk}/remove"), **HTMX).content.decode()
    assert "eve@gmail.com is removed" in html
    assert "Undo" in html
    assert not KnownUser.objects.exists()
    assert ada.post(url(world, f"{known.pk}/remove"), **HTMX).status_code == 200


def test_who_arrived_with_a_signed_token_is_marked(world, ada):
    ada.post(url(world), {"email": "eve@gmail.com"})
    page = world.url(f"customers/{world.acme.pk}")
    assert "arrived with a signed token" not in ada.get(page).content.decode()
    KnownUser.objects.update(source=KnownUser.Source.TOKEN)
    assert "arrived with a signed token" in ada.get(page).content.decode()


def test_whom_tokens_sign_in_here_is_elsewhere_by_mail_alone(world, ada):
    set_external_id(world.acme, ANA["customerId"])
    sign_in(world.workspace, token_of(world.workspace, ANA | {"userEmail": "bob@birch.io"}))
    page = world.url(f"customers/{world.acme.pk}")
    assert "By mail in the Shared Email Inbox" in ada.get(page).content.decode()
    bob = world.person("bob@birch.io")
    pin(bob, world.birch, by=world.ada)
    assert "By mail with another customer" in ada.get(page).content.decode()
    block(bob, by=world.ada)
    html = ada.get(page).content.decode()
    assert "By mail" not in html
    assert "Blocked" in html


def test_many_are_shown_a_page_at_a_time(world, ada, django_assert_max_num_queries):
    for number in range(60):
        person = world.person(f"p{number:02}@gmail.com")
        KnownUser.objects.create(workspace=world.workspace, customer=world.acme, person=person)
    page = world.url(f"customers/{world.acme.pk}")
    with django_assert_max_num_queries(30):
        known = ada.get(page).context["known"]
    assert (len(known.rows), known.count) == (50, 60)
    rest = ada.get(page, {"after": known.after}).context["known"]
    assert rest.rows[0].known.person.email == "p50@gmail.com"
    assert rest.after == ""


def test_only_admins_and_owners_say_whom_a_customer_knows(world, as_agent, ada):
    ada.post(url(world), {"email": "eve@gmail.com"})
    for rest in ("add", f"{KnownUser.objects.get().pk}/remove"):
        for agent in (world.grace, world.rita):
            assert as_agent(agent).post(url(world, rest)).status_code == 403
        assert as_agent(world.oscar).post(url(world, rest)).status_code == 404
    assert KnownUser.objects.count() == 1


def test_nobody_is_known_in_the_shared_email_inbox(world, ada):
    target = url(world, customer=world.inbox)
    assert ada.post(target, {"email": "eve@gmail.com"}).status_code == 404
