"""The queue of decisions, and its one-click answers."""

import pytest
from django.utils import timezone

from customers.models import Domain, KnownUser, LeftConflict, Pin
from customers.routing.decision import Reason
from customers.routing.facts import decision_for
from helpdesk.rooms.access import home_of
from tests.customers.confirming import confirm, token_in


@pytest.fixture
def grace(world, as_agent):
    return as_agent(world.grace)


@pytest.fixture
def alan(world, as_agent):
    return as_agent(world.alan)


@pytest.fixture
def acme_and_birch(world):
    """acme.com is Acme's and Birch's, and Ana is in the inbox because of that."""
    rival = world.domain(world.birch, "acme.com")
    world.person("ana@acme.com", "Ana")
    world.workspace.people.prove()
    return rival


@pytest.fixture
def eve(world):
    """Known in both."""
    eve = world.person("eve@gmail.com", "Eve")
    for customer in (world.acme, world.birch):
        KnownUser.objects.create(workspace=world.workspace, customer=customer, person=eve)
    return eve


def page(client, world):
    return client.get(world.url("conflicts")).content.decode()


def answer(client, world, rest, **form):
    """The page after an answer."""
    response = client.post(world.url(rest), form, follow=True)
    assert response.redirect_chain[-1] == (world.url("conflicts"), 302)
    return response.content.decode()


def reason(world, address):
    return decision_for(world.workspace, address).reason


def test_an_empty_queue_says_what_will_be_here(world, grace):
    assert "Nothing to decide" in page(grace, world)


def test_a_shared_domain_is_shown_with_its_customers_and_people(world, alan, acme_and_birch):
    html = page(alan, world)
    assert "acme.com belongs to Acme and Birch" in html
    assert "1 person" in html
    assert "This domain is Acme's" in html
    assert "Nothing to decide" not in html


def test_taking_a_domain_says_what_moves_does_it_and_can_be_undone(world, alan, acme_and_birch):
    own = world.acme.domains.get()
    take = world.url(f"conflicts/domains/{own.pk}/take")
    html = alan.post(take).content.decode()
    assert "<h1>Is acme.com Acme's?</h1>" in html
    assert "Birch loses acme.com." in html
    assert "1 person moves from the Shared Email Inbox to Acme." in html
    assert Domain.objects.filter(name="acme.com").count() == 2
    html = answer(alan, world, f"conflicts/domains/{own.pk}/take", confirmed=token_in(html))
    assert "acme.com is Acme&#x27;s alone now." in html
    assert decision_for(world.workspace, "ana@acme.com").customer == world.acme.pk
    assert world.url("conflicts/domains/give-back") in html
    html = answer(alan, world, "conflicts/domains/give-back")
    assert "acme.com belongs to Acme and Birch" in html
    assert reason(world, "ana@acme.com") is Reason.DOMAIN_IN_SEVERAL


def test_a_domain_given_back_is_as_proven_as_before(world, alan, acme_and_birch):
    own = world.acme.domains.get()
    Domain.objects.filter(name="acme.com").update(proven_at=timezone.now())
    before = Domain.objects.get(pk=acme_and_birch.pk)
    confirm(alan, world.url(f"conflicts/domains/{own.pk}/take"))
    answer(alan, world, "conflicts/domains/give-back")
    after = world.birch.domains.get(name="acme.com")
    assert (after.proof_token, after.proven_at) == (before.proof_token, before.proven_at)


def test_undo_is_offered_once_and_gives_back_nothing_that_was_not_taken(world, alan):
    assert "Undo" not in page(alan, world)
    answer(alan, world, "conflicts/domains/give-back")
    assert Domain.objects.count() == 2


def test_leaving_a_domain_hides_it_until_undone(world, grace, acme_and_birch):
    html = answer(grace, world, f"conflicts/domains/{acme_and_birch.pk}/leave")
    assert "acme.com stays with all of them." in html
    assert "This domain is" not in html
    assert "Nothing to decide" in html
    assert LeftConflict.objects.get().left_by == world.grace
    html = answer(grace, world, f"conflicts/left/{LeftConflict.objects.get().pk}/reopen")
    assert "acme.com belongs to Acme and Birch" in html


def test_what_was_left_is_listed_newest_first_until_others_share_it(
    world, grace, as_agent, acme_and_birch
):
    for customer in (world.acme, world.birch):
        world.domain(customer, "both.io")
    for domain in Domain.objects.filter(customer=world.birch, name__in=["acme.com", "both.io"]):
        answer(grace, world, f"conflicts/domains/{domain.pk}/leave")
    html = page(grace, world)
    assert html.index("Left as they are") < html.index("both.io belongs") < html.index("acme.com b")
    assert "Ask again" in html
    assert "Ask again" not in page(as_agent(world.rita), world)
    world.customer("Cedar", "both.io")
    Domain.objects.get(pk=acme_and_birch.pk).delete()
    html = page(grace, world)
    assert "Left as they are" not in html
    assert "both.io belongs to Acme, Birch and Cedar" in html


def test_after_an_answer_the_focus_is_on_what_it_says(world, grace, eve):
    html = answer(grace, world, f"conflicts/people/{eve.pk}/place", customer="")
    assert 'role="status" tabindex="-1" autofocus' in html
    assert "autofocus" not in page(grace, world)


def test_leaving_what_is_decided_already_does_nothing(world, grace):
    own = world.acme.domains.get()
    html = answer(grace, world, f"conflicts/domains/{own.pk}/leave")
    assert "This is decided already." in html
    assert not LeftConflict.objects.exists()


def test_somebody_known_in_two_is_placed_with_undo(world, grace, eve):
    html = page(grace, world)
    assert "Known in Acme and Birch" in html
    assert "This person is Birch's" in html
    html = answer(grace, world, f"conflicts/people/{eve.pk}/place", customer=world.birch.pk)
    assert "eve@gmail.com is Birch&#x27;s now." in html
    assert "Known in" not in html
    assert decision_for(world.workspace, eve.email).customer == world.birch.pk
    html = answer(grace, world, f"conflicts/people/{eve.pk}/unplace")
    assert "Known in Acme and Birch" in html
    assert not Pin.objects.exists()


def test_somebody_may_be_left_in_the_inbox(world, grace, eve):
    html = answer(grace, world, f"conflicts/people/{eve.pk}/place", customer="")
    assert "eve@gmail.com stays here." in html
    assert reason(world, eve.email) is Reason.PINNED_TO_INBOX


def test_somebody_whose_domain_says_another_is_explained(world, grace):
    bob = world.person("bob@birch.io")
    KnownUser.objects.create(workspace=world.workspace, customer=world.acme, person=bob)
    room = home_of(bob)
    html = page(grace, world)
    assert "Known in Acme, but birch.io belongs to Birch" in html
    assert world.url(f"rooms/{room.pk}") in html
    assert f'<a href="{world.url(f"people/{bob.pk}")}"><b>bob@birch.io</b></a>' in html


def test_nobody_is_placed_with_anothers_customer(world, grace, eve):
    theirs = world.customer("Cedar", workspace=world.otter)
    for customer in (theirs.pk, world.inbox.pk, "x"):
        place = world.url(f"conflicts/people/{eve.pk}/place")
        assert grace.post(place, {"customer": customer}).status_code == 404


def test_agents_place_people_and_only_admins_take_domains(world, as_agent, acme_and_birch, eve):
    take = world.url(f"conflicts/domains/{acme_and_birch.pk}/take")
    leave = world.url(f"conflicts/domains/{world.acme.domains.get().pk}/leave")
    place = world.url(f"conflicts/people/{eve.pk}/place")
    give_back = world.url("conflicts/domains/give-back")
    grace, rita = as_agent(world.grace), as_agent(world.rita)
    assert [grace.post(url).status_code for url in (take, give_back)] == [403, 403]
    assert [rita.post(url).status_code for url in (take, give_back, leave, place)] == [403] * 4
    assert take not in page(grace, world)
    assert leave in page(grace, world)
    assert "belongs to Acme and Birch" in page(rita, world)
    assert leave not in page(rita, world)
    assert not Pin.objects.exists()


def test_strangers_find_nothing(world, as_agent, acme_and_birch, eve):
    stranger = as_agent(world.oscar)
    assert stranger.get(world.url("conflicts")).status_code == 404
    own = f"/admin/{world.otter.vendor.slug}/{world.otter.slug}/conflicts"
    assert "Nothing to decide" in stranger.get(own).content.decode()
    for rest in (
        f"domains/{acme_and_birch.pk}/take",
        f"domains/{acme_and_birch.pk}/leave",
        f"people/{eve.pk}/place",
    ):
        assert stranger.post(f"{own}/{rest}", {"confirmed": "1"}).status_code == 404


def test_the_roster_and_the_inboxs_page_lead_to_the_queue(world, grace, acme_and_birch, eve):
    roster = grace.get(world.url()).content.decode()
    assert "2 decisions wait for you" in roster
    assert world.url("conflicts") in roster
    inbox = grace.get(world.url(f"customers/{world.inbox.pk}")).content.decode()
    assert world.url("conflicts") in inbox
    assert world.url("conflicts") in grace.get(world.url("customers")).content.decode()


def test_a_roster_without_decisions_says_nothing_of_them(world, grace):
    assert "decision" not in grace.get(world.url()).content.decode()


def test_the_page_costs_the_same_queries_however_much_waits(
    world, alan, django_assert_max_num_queries
):
    for number in range(12):
        for customer in (world.acme, world.birch):
            world.domain(customer, f"d{number}.dev")
            KnownUser.objects.create(
                workspace=world.workspace,
                customer=customer,
                person=world.person(f"p{number}@gmail.com"),
            )
    with django_assert_max_num_queries(24):
        assert "p11@gmail.com" in page(alan, world)
