from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from customers.models import Membership, Vendor
from helpdesk.inbox.roster import unread_rooms
from helpdesk.models import Message
from helpdesk.rooms.access import home_of
from helpdesk.rooms.sealing import seal_after_absence


def url(world, name, **kwargs):
    slugs = {"vendor": world.workspace.vendor.slug, "workspace": world.workspace.slug}
    return reverse(f"inbox:{name}", kwargs=slugs | kwargs)


def test_admin_asks_to_sign_in(db):
    response = Client().get("/admin/")
    assert response.status_code == 302
    assert reverse("account_login") in response.url


def test_admin_leads_to_the_workspace_last_looked_at(world, as_agent):
    response = as_agent(world.ada).get("/admin/", follow=True)
    assert [path for path, _status in response.redirect_chain] == ["/admin/-/-/", world.url()]
    assert response.status_code == 200


def test_an_agent_of_no_vendor_is_told_so(world, as_agent):
    Membership.objects.filter(agent=world.rita).deactivate()
    response = as_agent(world.rita).get("/admin/")
    assert response.status_code == 403
    assert b"You belong to no vendor" in response.content


def test_the_inbox_lists_rooms_by_customer(world, as_agent, say, triage):
    say(world.person("ana@acme.com", "Ana"), triage(world.acme), "The <b>printer</b> is on fire")
    page = as_agent(world.rita).get(world.url()).content.decode()
    assert ">Acme</h2>" in page
    assert "The &lt;b&gt;printer&lt;/b&gt; is on fire" in page


def test_asking_for_a_room_reads_nothing_before_it_was_in_sight(world, as_agent, say, triage):
    room = triage(world.acme)
    say(world.person("ana@acme.com"), room)
    page = as_agent(world.ada).get(url(world, "room", room=room.pk))
    assert page.status_code == 200
    assert 'data-read-up-to="0"' in page.text
    assert unread_rooms(world.workspace, world.ada) == 1


@pytest.mark.parametrize("name", ["index", "rows"])
def test_a_stranger_gets_404(world, as_agent, name):
    assert as_agent(world.oscar).get(url(world, name)).status_code == 404


@pytest.mark.parametrize("name", ["room", "pane", "row", "history"])
def test_a_stranger_gets_404_for_a_room(world, as_agent, triage, name):
    room = triage(world.acme).pk
    assert as_agent(world.oscar).get(url(world, name, room=room)).status_code == 404


@pytest.mark.parametrize("name", ["room", "pane", "row", "history"])
def test_a_room_of_another_vendor_is_not_found_below_ones_own(world, as_agent, triage, name):
    own = Vendor.objects.get(name="Otter").workspaces.get()
    slugs = {"vendor": own.vendor.slug, "workspace": own.slug}
    foreign = reverse(f"inbox:{name}", kwargs=slugs | {"room": triage(world.acme).pk})
    assert as_agent(world.oscar).get(foreign).status_code == 404


@pytest.mark.parametrize("name", ["index", "rows"])
def test_who_is_not_signed_in_is_asked_to(world, name):
    response = Client().get(url(world, name))
    assert response.status_code == 302
    assert reverse("account_login") in response.url


def test_a_pane_is_the_room_and_what_is_known_of_its_people(world, as_agent, triage):
    fragment = as_agent(world.ada).get(url(world, "pane", room=triage(world.acme).pk))
    page = fragment.content.decode()
    assert "<html" not in page
    assert 'id="room-pane"' in page
    assert 'id="about-pane"' in page
    assert 'hx-swap-oob="true"' in page


def test_a_row_comes_with_its_group_and_the_sidebars_number(world, as_agent, say, triage):
    room = triage(world.acme)
    say(world.person("ana@acme.com"), room)
    page = as_agent(world.ada).get(url(world, "row", room=room.pk)).content.decode()
    assert 'data-total="1"' in page
    assert f'data-customer="{world.acme.pk}"' in page
    assert f'data-room="{room.pk}"' in page


def test_the_next_page_keeps_the_filter(world, as_agent, say, add_room, monkeypatch):
    monkeypatch.setattr("helpdesk.inbox.roster.PAGE", 1)
    for name in ("One", "Two"):
        say(world.person("ana@acme.com"), add_room(world.acme, name))
    page = as_agent(world.ada).get(world.url("?show=unread&q=acme")).content.decode()
    assert "show=unread&amp;q=acme&amp;before=" in page


@pytest.mark.parametrize("query", ["?show=nonsense", "?before=x", "?q=" + "a" * 500])
def test_a_query_that_means_nothing_does_no_harm(world, as_agent, query):
    assert as_agent(world.ada).get(world.url(query)).status_code == 200


def test_an_empty_inbox_says_what_will_be_here(world, as_agent):
    page = as_agent(world.ada).get(world.url()).content.decode()
    assert "No messages yet" in page
    assert "2 quiet rooms" in page


def test_an_agent_answers_without_javascript(world, as_agent, eves_room):
    client = as_agent(world.grace)
    form = {"text": "On it", "client_id": "3f0e8f8e-5a0c-4d3a-9a53-6c1f0f3a8a11"}
    for _twice in range(2):
        response = client.post(url(world, "messages", room=eves_room.pk), form)
        assert response.url == url(world, "room", room=eves_room.pk) + "#end"
    assert [(m.text, m.agent) for m in Message.objects.all()] == [("On it", world.grace)]


def test_an_empty_message_is_refused_in_words(world, as_agent, eves_room):
    posted = as_agent(world.grace).post(
        url(world, "messages", room=eves_room.pk), {"text": "  "}, follow=True
    )
    assert "Write something first." in posted.content.decode()
    assert not Message.objects.exists()


def test_a_reader_sees_everything_and_posts_nothing(world, as_agent, eves_room):
    client = as_agent(world.rita)
    page = client.get(url(world, "room", room=eves_room.pk)).content.decode()
    assert '<form class="composer"' not in page
    assert url(world, "block", person=eves_room.person_id) not in page
    posted = client.post(url(world, "messages", room=eves_room.pk), {"text": "Hi"})
    assert posted.status_code == 403
    assert not Message.objects.exists()


def test_a_stranger_posts_nothing(world, as_agent, eves_room):
    posted = as_agent(world.oscar).post(url(world, "messages", room=eves_room.pk), {"text": "Hi"})
    assert posted.status_code == 404
    assert not Message.objects.exists()


def test_history_gives_what_came_before_a_number(world, as_agent, say, eve, eves_room):
    for number in range(1, 5):
        say(eve, eves_room, f"Line {number}")
    page = as_agent(world.rita).get(url(world, "history", room=eves_room.pk) + "?before=3")
    text = page.content.decode()
    assert "Line 2" in text
    assert "Line 3" not in text


def test_a_page_costs_the_same_queries_however_many_rooms_there_are(
    world, as_agent, say, add_room, eve, eves_room, django_assert_max_num_queries
):
    for number in range(15):
        say(world.person(f"ana{number}@acme.com"), add_room(world.acme, f"Room {number}"))
        home_of(world.person(f"somebody{number}@nowhere.io"))
    client = as_agent(world.ada)
    client.get(world.url())
    with django_assert_max_num_queries(16):
        client.get(world.url())
    say(eve, eves_room)
    with django_assert_max_num_queries(38):
        client.get(url(world, "room", room=eves_room.pk))


def test_whoever_is_back_after_long_is_listed_until_an_agent_says_that_it_is_them(
    world, as_agent, say
):
    ida = world.person("ida@cedar.dev", "Ida")
    type(ida).objects.filter(pk=ida.pk).prove()
    say(ida, home_of(ida))
    type(ida).objects.update(last_seen_at=timezone.now() - timedelta(days=100))
    ida.refresh_from_db()
    seal_after_absence(ida)
    grace = as_agent(world.grace)
    assert "Back after a long absence" in grace.get(world.url()).text
    answer = grace.post(world.url(f"people/{ida.pk}/reopen"), {"back": "person"}, follow=True)
    assert "can read their old rooms again" in answer.text
    assert answer.redirect_chain[-1][0] == world.url(f"people/{ida.pk}")
    assert "Back after a long absence" not in grace.get(world.url()).text
