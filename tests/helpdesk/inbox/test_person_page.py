import pytest
from django.urls import reverse

from customers.embedding.token_sessions import session_by_token
from customers.embedding.tokens import sign_in
from customers.models import PastDecision
from customers.routing.blocks import block
from customers.routing.customers import archive_customer
from customers.routing.decision import Reason
from customers.routing.domains import add_domain, remove_domain
from customers.routing.explanation import RULES
from customers.routing.known_users import add_known_user
from customers.routing.mail_domains import MailDomain
from customers.routing.past_decisions import note_arrival
from customers.routing.pins import pin
from helpdesk.rooms.access import home_of
from tests.jobs import do_jobs
from tests.vendors import ANA, token_of


@pytest.fixture
def page(world, as_agent):
    """A function that gives somebody's page as an agent reads it, its spaces made one."""

    def page(person, agent=None, **query):
        answer = as_agent(agent or world.rita).get(world.url(f"people/{person.pk}"), query)
        return " ".join(answer.content.decode().split())

    return page


def test_every_reason_has_a_rule():
    assert set(RULES) == set(Reason)


def test_the_page_says_where_somebody_is_by_which_rule_and_since_when(world, page):
    ana = world.person("ana@acme.com", "Ana")
    note_arrival(ana)
    html = page(ana)
    assert "acme.com belongs to Acme." in html
    assert "One customer has their domain." in html
    assert '<span class="muted">has their domain</span>' in html
    assert PastDecision.objects.get().decided_at.strftime("%Y-%m-%dT%H:%M:%S") in html
    assert "They came in." in html
    assert '<span class="chip">visitor</span>' in html


def test_every_later_decision_stands_there_with_what_caused_it(world, page):
    ana = world.person("ana@cedar.dev")
    type(ana).objects.filter(pk=ana.pk).prove()
    note_arrival(ana)
    cedar = world.customer("Cedar")
    domain = add_domain(cedar, MailDomain("cedar.dev"), world.ada)
    do_jobs()
    remove_domain(cedar, domain.pk, world.alan)
    do_jobs()
    pin(ana, world.birch, world.grace)
    html = page(ana)
    turns = [
        "said that ana@cedar.dev belongs to Birch",
        "<b>Alan Birk</b> removed cedar.dev from Cedar",
        "<b>Ada Quill</b> added cedar.dev to Cedar",
        "They came in.",
    ]
    places = [html.index(turn) for turn in turns]
    assert places == sorted(places)


def test_many_turns_are_shown_a_page_at_a_time(world, as_agent, monkeypatch):
    monkeypatch.setattr("helpdesk.inbox.past.TURNS_SHOWN", 2)
    eve = world.person("eve@gmail.com")
    for customer in (world.acme, world.birch, None, world.acme, world.birch):
        pin(eve, customer, world.grace)
    client, seen, before = as_agent(world.rita), [], ""
    while True:
        answer = client.get(world.url(f"people/{eve.pk}"), {"before": before})
        seen += [turn.where for turn in answer.context["turns"].turns]
        before = answer.context["turns"].more
        if not before:
            break
    assert seen == ["Birch", "Acme", "Shared Email Inbox", "Birch", "Acme"]


def test_somebody_known_in_several_is_marked_with_their_names(world, page):
    eve = world.person("eve@gmail.com")
    old = world.customer("Old")
    for customer in (world.birch, world.acme, old):
        add_known_user(customer, eve.email)
    archive_customer(old)
    html = page(eve)
    assert "known in Acme and Birch</span>" in html
    assert "Known in several customers, so an agent has to say which is meant." in html
    assert "archived" in html


@pytest.mark.parametrize(
    ("email", "shown", "plain"),
    [
        ("ana@xn--80ak6aa92e.com", "ana@аррӏе.com (xn--80ak6aa92e.com)", "appie.com"),  # EM-30
        ("ana@xn--cme-5cd.com", "ana@аcme.com (xn--cme-5cd.com)", "acme.com"),  # EM-31
    ],
)
def test_a_look_alike_is_shown_in_both_forms_with_a_warning(
    world, as_agent, page, email, shown, plain
):
    ana = world.person(email, "Ana")
    html = page(ana)
    assert shown in html
    assert f"looks like an address at {plain}" in html
    assert "Shared Email Inbox" in html
    people = as_agent(world.rita).get(world.url("people")).content.decode()
    assert shown in people
    assert "look-alike" in people
    room = as_agent(world.rita).get(world.url(f"rooms/{home_of(ana).pk}")).content.decode()
    assert f"looks like {plain}" in room


def test_a_name_is_escaped_and_never_reads_as_ours(world, page):
    html = page(world.person("eve@gmail.com", '<script>x</script> "Support"'))
    assert "<script>x" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_their_rooms_stand_there_their_own_even_while_they_are_blocked(world, page):
    eve = world.person("eve@gmail.com")
    room = home_of(eve)
    link = f"rooms/{room.pk}"
    assert link in page(eve)
    block(eve, world.grace)
    html = page(eve)
    assert link in html
    assert "Shut out" in html


def test_what_was_done_to_them_stands_there_and_nothing_of_others(world, page):
    eve, other = world.person("eve@gmail.com"), world.person("bob@birch.io")
    block(eve, world.grace)
    block(other, world.ada)
    html = page(eve)
    assert "<b>Grace Lund</b> blocked eve@gmail.com" in html
    assert "bob@birch.io" not in html


def test_where_a_token_signs_them_in_is_kept_and_told(world, page):
    world.workspace.customers.filter(pk=world.acme.pk).update(external_id=ANA["customerId"])
    session = session_by_token(sign_in(world.workspace, token_of(world.workspace)))
    html = page(session.person)
    assert "arrived with a signed token" in html
    assert PastDecision.objects.get().customer == world.acme


def test_agents_decide_there_and_come_back_to_it(world, as_agent):
    eve = world.person("eve@gmail.com")
    grace = as_agent(world.grace)
    here = world.url(f"people/{eve.pk}")
    html = grace.get(here).content.decode()
    assert f"people/{eve.pk}/pin" in html
    assert f"people/{eve.pk}/block" in html
    for action in ("pin", "unpin", "block", "unblock"):
        answer = grace.post(f"{here}/{action}", {"back": "person"})
        assert answer.url == here


def test_readers_read_and_are_offered_nothing_else(world, page):
    eve = world.person("eve@gmail.com")
    html = page(eve)
    assert f"people/{eve.pk}/pin" not in html
    assert f"people/{eve.pk}/block" not in html


def test_a_stranger_gets_404_and_so_does_anothers_person(world, as_agent):
    eve = world.person("eve@gmail.com")
    assert as_agent(world.oscar).get(world.url(f"people/{eve.pk}")).status_code == 404
    foreign = world.person("eve@gmail.com", workspace=world.otter)
    assert as_agent(world.ada).get(world.url(f"people/{foreign.pk}")).status_code == 404


def test_the_page_takes_as_few_queries_however_much_there_is(
    world, as_agent, django_assert_max_num_queries
):
    eve = world.person("eve@gmail.com")
    for number in range(12):
        pin(eve, world.customer(f"C{number}"), world.grace)
    client = as_agent(world.rita)
    with django_assert_max_num_queries(35):
        client.get(world.url(f"people/{eve.pk}"))


def test_the_pane_beside_a_room_leads_there(world, as_agent):
    eve = world.person("eve@gmail.com")
    slugs = {"vendor": world.workspace.vendor.slug, "workspace": world.workspace.slug}
    href = reverse("inbox:person", kwargs=slugs | {"person": eve.pk})
    pane = as_agent(world.rita).get(world.url(f"rooms/{home_of(eve).pk}")).content.decode()
    assert f'href="{href}"' in pane
