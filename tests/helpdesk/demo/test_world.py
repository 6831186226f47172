import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from customers.models import Agent, Membership, Person, Vendor, Workspace
from customers.routing.decision import Reason
from customers.routing.facts import decision_for
from helpdesk.demo.cast import PASSWORD
from helpdesk.demo.world import demo_memberships, ensure_demo, make_demo, sign_in_hint
from helpdesk.models import Message, Room


def printed(*options) -> str:
    out = StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


def counts():
    models = (Vendor, Workspace, Agent, Membership, Person, Room, Message)
    return [model.objects.count() for model in models]


@pytest.fixture
def demo(db):
    return make_demo()


def test_the_demo_is_printed_for_programs(db):
    demo = json.loads(printed("--json"))
    assert set(demo) == {"url", "workspaces", "agents", "customers"}
    assert [workspace["name"] for workspace in demo["workspaces"]] == ["Fernhill", "Fernhill Labs"]
    for workspace in demo["workspaces"]:
        stored = Workspace.objects.get(widget_id=workspace["widget_id"])
        assert workspace["widget_key"] == stored.widget_key
        assert workspace["widget_secret"] == stored.widget_secret
    assert {agent["email"]: agent["role"] for agent in demo["agents"]} == {
        "ada@fernhill.io": "owner",
        "alan@fernhill.io": "admin",
        "grace@fernhill.io": "agent",
        "rita@fernhill.io": "reader",
    }
    assert {customer["name"]: customer["domains"] for customer in demo["customers"]} == {
        "Acme": ["*.acme.com"],
        "Birch": ["birch.io", "partnerbay.net"],
        "Cedar Works": ["cedarworks.net", "cedarworks.se", "partnerbay.net"],
    }


def test_the_demo_is_printed_for_people(db):
    assert "ada@fernhill.io  fernhill-demo" in printed()


def test_printed_passwords_let_in(db, client):
    for agent in json.loads(printed("--json"))["agents"]:
        assert client.login(username=agent["email"], email=agent["email"], password=PASSWORD)


def test_making_it_again_changes_nothing(demo):
    before, first = counts(), printed("--json")
    assert make_demo() == demo
    assert counts() == before
    assert printed("--json") == first


def test_making_it_again_lets_its_agents_in_again(demo):
    ada = Agent.objects.get(email="ada@fernhill.io")
    ada.set_password("changed")
    ada.is_active = False
    ada.save()
    Membership.objects.filter(agent=ada).deactivate()
    make_demo()
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert demo_memberships().filter(agent=ada).exists()


def test_it_starts_by_itself_on_an_empty_installation_only(db, world):
    assert ensure_demo() is None
    assert not demo_memberships().exists()


def test_it_starts_by_itself_once(db):
    demo, before = ensure_demo(), counts()
    assert ensure_demo() == demo
    assert counts() == before
    assert "ada@fernhill.io" in sign_in_hint()


def test_it_takes_nobody_elses_address(world):
    with pytest.raises(CommandError, match=r"@fernhill\.io"):
        printed()
    assert not demo_memberships().exists()


def test_it_is_not_made_where_others_can_reach_it(db, settings):
    settings.PUBLIC_URL = "https://desk.example.com"
    with pytest.raises(CommandError, match=r"desk\.example\.com"):
        printed()
    assert not Vendor.objects.exists()


def test_messages_are_numbered_as_everywhere(demo):
    for room in Room.objects.filter(workspace=demo):
        numbers = list(room.messages.values_list("seq", flat=True))
        assert numbers == list(range(1, room.last_seq + 1))
        if newest := room.messages.last():
            assert room.last_message_at == newest.created_at


def test_an_address_that_two_customers_claim_is_part_of_it(demo):
    assert decision_for(demo, "noor@partnerbay.net").reason is Reason.DOMAIN_IN_SEVERAL
    room = Room.objects.get(workspace=demo, name="noor@partnerbay.net")
    assert room.customer.is_inbox
    assert room.last_seq > 0


def test_everybody_in_it_writes_where_they_belong(demo):
    for message in Message.objects.exclude(person=None).select_related("person", "room__customer"):
        home = decision_for(demo, message.person.email).customer
        assert message.room.customer.is_inbox or message.room.customer_id == home
