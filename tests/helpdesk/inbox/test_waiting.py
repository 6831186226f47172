"""Who waits for proof, what became of their mail, and the agent's word that it may go on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from customers.models import (
    Action,
    AuditEntry,
    Bounce,
    MagicLink,
    Mail,
    MailState,
    Suppression,
    SuppressionReason,
)
from customers.proof.denying import deny
from customers.proof.suppressions import suppress, suppressions_of
from helpdesk.inbox.waiting import PAGE, Show, waiting_page
from helpdesk.rooms.access import home_of


@pytest.fixture
def link(world):
    """A function that makes a link to an address, its mail with some fate."""

    def link(email, name="", workspace=None, **fate) -> MagicLink:
        person = world.person(email, workspace=workspace)
        return MagicLink.objects.create(
            workspace=person.workspace,
            person=person,
            mail=Mail.objects.create(to=email, **({"state": MailState.SENT} | fate)),
            form=uuid4(),
            name=name,
            mailbox=email,
        )

    return link


def page(world, as_agent, query="", agent=None):
    answer = as_agent(agent or world.grace).get(world.url(f"waiting{query}"))
    return " ".join(answer.content.decode().split())


def addresses(world, show=Show.ALL, before=""):
    return [row.address for row in waiting_page(world.workspace, show, before).rows]


def now():
    return timezone.now()


FATES = {
    Show.SENT: ({"state": MailState.SENT}, "mail sent"),
    Show.DELIVERED: ({"delivered_at": now()}, "mail delivered"),
    Show.RETRYING: (
        {"state": MailState.RETRYING, "error": "450 come back later"},
        'mail will be tried again</span> <small class="muted">450 come back later',
    ),
    Show.UNDELIVERABLE: (
        {"bounced_at": now(), "bounce": Bounce.GONE},
        "mail bounced: mailbox does not exist",
    ),
}


@pytest.mark.parametrize("show", FATES)
def test_it_says_what_became_of_each_mail_and_lists_those_alone(world, as_agent, link, show):
    for number, (fate, _words) in enumerate(FATES.values()):
        link(f"p{number}@nowhere.io", **fate)
    assert FATES[show][1] in page(world, as_agent)
    assert addresses(world, show) == [f"p{list(FATES).index(show)}@nowhere.io"]
    assert len(addresses(world)) == len(FATES)


def test_what_could_not_be_sent_is_undeliverable(world, as_agent, link):
    link("waits@nowhere.io", state=MailState.FAILED, error="550 no such mailbox")
    shown = page(world, as_agent, "?show=undeliverable")
    assert "mail undeliverable" in shown
    assert "550 no such mailbox" in shown


def test_the_gravest_of_what_is_known_is_shown(world, as_agent, link):
    link("waits@nowhere.io", delivered_at=now(), complained_at=now())
    shown = page(world, as_agent)
    assert "mail reported as spam" in shown
    assert "delivered" not in shown.split("<tbody>")[1]


def test_a_name_is_shown_as_typed_by_nobody_knows_whom(world, as_agent, link):
    link("waits@nowhere.io", name="<b>Ana</b>")
    shown = page(world, as_agent)
    assert "<bdi>&lt;b&gt;Ana&lt;/b&gt;</bdi>" in shown
    assert "typed, not proven" in shown


def test_an_international_domain_is_shown_in_both_forms_and_marked(world, as_agent, link):
    link("ana@xn--cme-5cd.com")
    shown = page(world, as_agent)
    assert "ana@\u0430cme.com (xn--cme-5cd.com)" in shown
    assert "looks like acme.com" in shown


def test_who_was_let_in_waits_no_more_and_a_newer_request_counts(world, link):
    used = link("used@nowhere.io")
    MagicLink.objects.filter(pk=used.pk).update(redeemed_at=now())
    twice = link("twice@nowhere.io")
    MagicLink.objects.filter(pk=twice.pk).update(superseded_at=now())
    link("twice@nowhere.io")
    old = link("old@nowhere.io")
    MagicLink.objects.filter(pk=old.pk).update(requested_at=now() - timedelta(days=8))
    link("eve@gmail.com", workspace=world.otter)
    assert addresses(world) == ["twice@nowhere.io"]


def test_who_said_that_it_was_not_them_is_listed_with_their_word(world, as_agent, link):
    deny(link("waits@nowhere.io"))
    shown = page(world, as_agent)
    assert "stopped: “This wasn&#x27;t me”" in shown
    assert shown.count("Allow mail again") == 1
    assert addresses(world, Show.STOPPED) == ["waits@nowhere.io"]


def test_an_address_whose_requests_make_no_link_is_listed(world, as_agent):
    suppress(world.workspace, "ana@acme.com", SuppressionReason.BOUNCED, "550 no such mailbox")
    for query in ("", "?show=stopped"):
        shown = page(world, as_agent, query)
        assert "stopped: the mailbox does not exist" in shown
        assert "550 no such mailbox" in shown


def test_another_workspaces_are_not_listed(world, link):
    link("eve@gmail.com", workspace=world.otter)
    suppress(world.otter, "eve@gmail.com", SuppressionReason.NOT_ME)
    assert addresses(world) == addresses(world, Show.STOPPED) == []


def test_an_agent_allows_mail_again_and_it_is_noted(world, as_agent, link):
    deny(link("waits@nowhere.io"))
    stop = Suppression.objects.get()
    url = world.url(f"waiting/stopped/{stop.pk}/allow")
    answer = as_agent(world.grace).post(url)
    assert answer.url == world.url("waiting")
    assert not suppressions_of(world.workspace, "waits@nowhere.io").exists()
    entry = AuditEntry.objects.get(action=Action.MAIL_ALLOWED)
    assert (entry.agent, entry.subject) == (world.grace, "waits@nowhere.io")


def test_a_filter_that_finds_nobody_does_not_say_that_nobody_waits(world, as_agent, link):
    link("waits@nowhere.io")
    shown = page(world, as_agent, "?show=delivered")
    assert "Nobody here is “delivered”" in shown
    assert "Nobody waits" not in shown


def test_addresses_lead_to_their_person_and_the_page_back_to_the_inbox(world, as_agent, link):
    asked = link("waits@nowhere.io")
    suppress(world.workspace, "ana@acme.com", SuppressionReason.BOUNCED)
    ana = world.person("ana@acme.com")
    shown = page(world, as_agent)
    for person in (asked.person, ana):
        assert f'href="{world.url(f"people/{person.pk}")}"' in shown
    assert f'<p><a href="{world.url()}">Inbox</a></p>' in shown


def test_their_page_says_what_stops_their_mail_and_the_button_leads_back(world, as_agent, link):
    person = link("waits@nowhere.io", name="Walt").person
    deny(person.links.get())
    theirs = world.url(f"people/{person.pk}")
    client = as_agent(world.grace)
    shown = client.get(theirs).content.decode()
    assert "stopped: “This wasn&#x27;t me”" in shown
    assert '<bdi>Walt</bdi> <span class="chip">typed, not proven</span>' in shown
    assert "Allow mail again" not in as_agent(world.rita).get(theirs).content.decode()
    url = world.url(f"waiting/stopped/{Suppression.objects.get().pk}/allow")
    assert client.post(url, {"person": person.pk}).url == theirs
    shown = client.get(theirs).content.decode()
    assert "Allow mail again" not in shown
    assert "<b>The person</b> stopped mail to waits@nowhere.io" in shown
    assert "<b>Grace Lund</b> allowed mail to waits@nowhere.io again" in shown


def test_it_leads_to_no_person_of_another_workspace(world, as_agent, link):
    deny(link("waits@nowhere.io"))
    theirs = world.person("eve@gmail.com", workspace=world.otter)
    url = world.url(f"waiting/stopped/{Suppression.objects.get().pk}/allow")
    assert as_agent(world.grace).post(url, {"person": theirs.pk}).status_code == 404
    assert suppressions_of(world.workspace, "waits@nowhere.io").exists()


def test_a_name_that_was_proven_is_no_longer_called_typed(world, as_agent, link):
    person = link("waits@nowhere.io", name="Walt").person
    person.links.update(redeemed_at=now())
    shown = as_agent(world.grace).get(world.url(f"people/{person.pk}")).content.decode()
    assert "typed, not proven" not in shown


def test_readers_see_and_do_not_touch(world, as_agent, link):
    deny(link("waits@nowhere.io"))
    assert "Allow mail again" not in page(world, as_agent, agent=world.rita)
    url = world.url(f"waiting/stopped/{Suppression.objects.get().pk}/allow")
    assert as_agent(world.rita).post(url).status_code == 403
    assert suppressions_of(world.workspace, "waits@nowhere.io").exists()


def test_beside_their_room_the_same_words_stand_and_the_button_leads_back(
    world, as_agent, link, eve, eves_room
):
    deny(link("eve@gmail.com", delivered_at=now()))
    room = world.url(f"rooms/{eves_room.pk}")
    shown = " ".join(as_agent(world.grace).get(room).content.decode().split())
    assert "mail delivered" in shown
    assert "stopped: “This wasn&#x27;t me”" in shown
    url = world.url(f"waiting/stopped/{Suppression.objects.get().pk}/allow")
    assert as_agent(world.grace).post(url, {"room": eves_room.pk}).url == room


def test_it_leads_to_no_room_of_another_workspace(world, as_agent, link):
    deny(link("waits@nowhere.io"))
    theirs = home_of(world.person("eve@gmail.com", workspace=world.otter))
    url = world.url(f"waiting/stopped/{Suppression.objects.get().pk}/allow")
    assert as_agent(world.grace).post(url, {"room": theirs.pk}).status_code == 404
    assert suppressions_of(world.workspace, "waits@nowhere.io").exists()


@pytest.mark.parametrize("show", [Show.ALL, Show.STOPPED])
def test_it_goes_on_behind_the_last_one(world, link, show):
    for number in range(PAGE + 2):
        deny(link(f"p{number}@nowhere.io"))
    first = waiting_page(world.workspace, show)
    rest = waiting_page(world.workspace, show, first.more)
    found = [row.address for row in [*first.rows, *rest.rows]]
    assert found == [f"p{number}@nowhere.io" for number in reversed(range(PAGE + 2))]
    assert (len(first.rows), rest.more) == (PAGE, "")


@pytest.mark.parametrize("query", ["?show=rubbish", "?before=rubbish", "?before=9" + "9" * 30])
def test_what_no_page_of_ours_asks_for_shows_the_top(world, as_agent, link, query):
    link("waits@nowhere.io")
    assert "waits@nowhere.io" in page(world, as_agent, query)


def test_many_cost_no_more_queries_than_one(world, as_agent, link):
    client = as_agent(world.grace)
    client.get(world.url("waiting"))  # which notes where the agent was last
    counts = []
    for size in (1, 12, 30):
        for number in range(size):
            deny(link(f"p{size}-{number}@nowhere.io"))
        with CaptureQueriesContext(connection) as captured:
            client.get(world.url("waiting"))
        counts.append(len(captured))
    assert len(set(counts)) == 1
