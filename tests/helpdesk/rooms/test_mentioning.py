"""Who is named with an @: only those who may read it; and nobody's address is told by it."""

from uuid import uuid4

import pytest

from customers.routing.blocks import block
from helpdesk.models import Mention, Room, RoomKind, RoomMember
from helpdesk.rooms.access import home_of
from helpdesk.rooms.authors import key_of
from helpdesk.rooms.dialogs import begin_dialog
from helpdesk.rooms.editing import edit
from helpdesk.rooms.mentionable import find
from helpdesk.rooms.mentioning import unread_mentions
from helpdesk.rooms.posting import post
from helpdesk.rooms.reading import mark_read
from helpdesk.rooms.rendering import rendered
from tests.helpdesk.rooms.conftest import in_thread, proven, say


@pytest.fixture
def amy(world):
    return proven(world.person("amy@acme.com", "Amy Stone"))


@pytest.fixture
def private(world, ana):
    room = Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind=RoomKind.PRIVATE,
        name="Salaries",
    )
    RoomMember.objects.create(workspace=world.workspace, room=room, person=ana)
    return room


def names(found) -> list[str]:
    return [str(author) for author in found]


def mentions_of(room, text, *who) -> set[str]:
    keys = [key_of(one) if not isinstance(one, str) else one for one in who]
    message = post(room, room_author(room), uuid4(), text, mentions=keys).message
    rows = Mention.objects.filter(message=message).select_related("person", "agent")
    return {key_of(row.agent or row.person) for row in rows}


def room_author(room):
    return room.workspace.vendor.memberships.first().agent


def test_who_may_read_the_room_and_is_named_in_the_text_is_mentioned(triage, ana, amy, world):
    text = "@Ana and @Ada Quill, look"
    assert mentions_of(triage, text, ana, amy, world.ada, world.grace) == {
        key_of(ana),
        key_of(world.ada),
    }
    message = triage.messages.get()
    assert f'<mark class="mention" data-who="{key_of(ana)}">@Ana</mark>' in rendered(message)


def test_nobody_else_is_mentioned_whether_or_not_they_exist(
    triage, private, ana, amy, bob, eve, world
):
    text = f"@Bob @Oscar Reed @Amy Stone @{eve.email} @Ana"
    strangers = [bob, world.oscar, eve, "p999999999", "a999999999"]
    assert mentions_of(triage, text, *strangers) == set()
    assert mentions_of(private, text, *strangers, amy, ana) == {key_of(ana)}
    block(ana)
    assert mentions_of(triage, text, ana) == set()


def test_in_the_shared_email_inbox_only_agents_are(eve, world):
    own = home_of(eve)
    assert mentions_of(own, f"@{eve.email} @Ada Quill", eve, world.ada) == {key_of(world.ada)}


def test_an_edit_takes_mentions_away_and_adds_others(triage, ana, amy, world):
    for agent in (world.ada, world.grace):
        say(triage, agent, "hello")
    post(triage, ana, uuid4(), "@Amy Stone @Ada Quill", mentions=[key_of(amy), key_of(world.ada)])
    edit(triage, ana, 3, "@Amy Stone @Grace Lund", [key_of(world.grace), key_of(amy)])
    rows = Mention.objects.select_related("person", "agent")
    assert {row.agent or row.person for row in rows} == {amy, world.grace}


def test_unread_mentions_are_counted_by_room_until_they_are_read(triage, ana, amy, world):
    for text in ("@Amy Stone", "no", "@Amy Stone again"):
        post(triage, ana, uuid4(), text, mentions=[key_of(amy)])
    assert unread_mentions([triage], amy) == {triage.pk: 2}
    assert unread_mentions([triage], world.ada) == {}
    triage.refresh_from_db()
    mark_read(triage, amy, 1)
    assert unread_mentions([triage], amy) == {triage.pk: 1}
    mark_read(triage, amy, 3)
    assert unread_mentions([triage], amy) == {}


def test_lists_of_rooms_say_where_one_is_mentioned(triage, ana, amy, world, as_person, as_agent):
    other = Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind=RoomKind.PUBLIC,
        name="Other",
    )
    mentions = [key_of(amy), key_of(world.grace)]
    post(triage, world.alan, uuid4(), "@Amy Stone @Grace Lund", mentions=mentions)
    listed = {
        "amy": as_person(amy).get(f"/rooms/{other.pk}/others"),
        "ana": as_person(ana).get(f"/rooms/{other.pk}/others"),
        "grace": as_agent(world.grace).get(world.url()),
        "ada": as_agent(world.ada).get(world.url()),
    }
    assert {who: ">@</span>" in page.text for who, page in listed.items()} == {
        "amy": True,
        "ana": False,
        "grace": True,
        "ada": False,
    }


def test_choices_are_agents_and_colleagues_by_the_beginning_of_a_word(
    triage, ana, amy, bob, eve, world
):
    for agent in (world.ada, world.alan, world.grace, world.rita):
        say(triage, agent, "hello")
    assert names(find(triage, ana, "")) == [
        "Ada Quill", "Alan Birk", "Grace Lund", "Rita Moss", "Amy Stone",
    ]  # fmt: skip
    assert names(find(triage, ana, "sto")) == ["Amy Stone"]
    assert names(find(triage, ana, "A")) == ["Ada Quill", "Alan Birk", "Amy Stone"]
    assert names(find(triage, world.ada, "an")) == ["Ana"]
    assert names(find(triage, ana, "bo")) == []
    assert names(find(home_of(eve), world.ada, "")) == ["Alan Birk", "Grace Lund", "Rita Moss"]


def test_people_choose_and_mention_those_agents_alone_who_have_written_or_begun_it(
    triage, ana, eve, world
):
    own, dialog = home_of(eve), begin_dialog(ana, world.alan)
    for room, person in ((triage, ana), (own, eve)):
        say(room, world.ada, "hello")
        assert names(find(room, person, "")) == ["Ada Quill"]
    assert names(find(dialog, ana, "")) == ["Alan Birk"]
    keys = [key_of(world.ada), key_of(world.grace)]
    asked = post(triage, ana, uuid4(), "@Ada Quill, @Grace Lund", mentions=keys).message
    assert [mention.agent for mention in asked.mentions.all()] == [world.ada]
    assert "Grace Lund" in names(find(triage, world.ada, ""))


def test_choices_in_a_private_room_are_its_members(private, ana, amy):
    assert names(find(private, ana, "am")) == []
    RoomMember.objects.create(workspace=private.workspace, room=private, person=amy)
    assert names(find(private, ana, "am")) == ["Amy Stone"]


def test_an_address_is_told_to_colleagues_only_where_the_room_shows_it(triage, ana, amy, world):
    nameless = proven(world.person("zoe@acme.com"))
    assert names(find(triage, ana, "zo")) == []
    assert names(find(triage, world.ada, "zo")) == ["zoe@acme.com"]
    assert names(find(triage, ana, "amy@")) == []
    say(triage, nameless, "hi")
    assert names(find(triage, ana, "zo")) == ["zoe@acme.com"]


def test_a_guest_is_told_of_those_who_have_written_and_not_of_who_else_is_there(
    triage, ana, amy, bob, as_person, world
):
    RoomMember.objects.create(workspace=world.workspace, room=triage, person=bob, is_guest=True)
    say(triage, ana, "hi")
    say(triage, world.ada, "hi")
    found = as_person(bob).get(f"/rooms/{triage.pk}/mentionable", {"q": "a"}).json()["found"]
    assert [one["name"] for one in found] == ["Ada Quill", "Ana"]


def test_a_stranger_gets_no_choices(triage, ana, amy, bob, as_person, as_agent, world):
    address = f"rooms/{triage.pk}/mentionable"
    found = as_person(ana).get(f"/{address}", {"q": "amy"}).json()["found"]
    assert found == [
        {
            "key": key_of(amy),
            "name": "Amy Stone",
            "side": "person",
            "initials": "AS",
            "hue": found[0]["hue"],
        }
    ]
    assert as_person(bob).get(f"/{address}").status_code == 404
    assert as_agent(world.oscar).get(world.url(address)).status_code == 404


@pytest.mark.django_db(transaction=True)
async def test_a_post_over_the_socket_mentions_and_answers(world, triage, ana, line):
    await in_thread(say, triage, ana, "can you help?")
    adas = await line(world.ada, world.workspace, triage)
    alans = await line(world.alan, world.workspace)
    await alans.until("welcome")
    await alans.say("watch")
    fields = {"client_id": str(uuid4()), "text": "@Ana yes", "reply_to": 1}
    await adas.say("post", room=triage.pk, mentions=[key_of(ana)], **fields)
    html = (await adas.until("message", seq=2))["html"]
    assert (await alans.until("activity", seq=2))["mentions"] == [key_of(ana)]
    assert f'data-who="{key_of(ana)}"' in html
    assert 'href="#m1"' in html and "can you help?" in html
