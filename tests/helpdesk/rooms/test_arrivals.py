"""Who comes and has missed nothing hears the same as by the long way; all others go that way."""

from dataclasses import replace

import pytest
from django.conf import settings

from customers.models import PersonSession
from customers.proof.sessions import start_session
from customers.routing.access import bump_epoch
from helpdesk.models import RoomKind
from helpdesk.rooms.access import home_of
from helpdesk.rooms.arrivals import Arrival, nothing_missed
from helpdesk.rooms.badges import AgentBadge, PersonBadge, judge
from helpdesk.rooms.catching_up import missed_by
from helpdesk.rooms.editing import edit
from helpdesk.rooms.making import archive_room, make_room
from tests.helpdesk.rooms.conftest import proven, say


@pytest.fixture
def arrival():
    """A function that has somebody come to a room, who knows it up to some number."""

    def arrive(person, room, after=0, revision=None) -> Arrival:
        badge = PersonBadge(start_session(person)[0].pk)
        return Arrival(badge, judge([badge])[badge], room.pk, after, revision)

    return arrive


def test_those_who_have_missed_nothing_hear_what_the_long_way_says(world, ana, bob, eve, arrival):
    triage, own = world.acme.rooms.get(), home_of(eve)
    say(triage, ana, "one", "two")
    edit(triage, ana, 1, "uno")
    say(own, eve, "help")
    archived = make_room(world.acme, "Old", RoomKind.PUBLIC, ana)
    archive_room(archived, ana)
    arrivals = [
        arrival(ana, triage, 2),
        arrival(ana, triage, 2, 1),
        arrival(ana, triage, 2**31 - 1, 9),
        arrival(bob, world.birch.rooms.get(), 0, 0),
        arrival(proven(world.person("amy@acme.com")), triage, 2, 1),
        arrival(eve, own, 1),
        arrival(ana, archived),
    ]
    found = nothing_missed(arrivals)
    assert found == [missed_by(*one) for one in arrivals]
    assert [one.is_known for one in found] == [True, True, True, False, False, True, False]


def test_who_has_missed_something_goes_the_long_way(triage, ana, arrival):
    say(triage, ana, "one", "two")
    edit(triage, ana, 1, "uno")
    arrivals = [arrival(ana, triage), arrival(ana, triage, 1, 1), arrival(ana, triage, 2, 0)]
    assert nothing_missed(arrivals) == [None, None, None]


def test_whoever_is_not_let_in_as_they_were_judged_goes_the_long_way(world, triage, ana, arrival):
    elsewhere = world.birch.rooms.get()
    of_otter = arrival(proven(world.person("ann@acme.com", workspace=world.otter)), triage)
    otters = frozenset({triage.pk})
    ended = arrival(ana, triage)
    PersonSession.objects.filter(pk=ended.badge.session).end()
    assert (
        nothing_missed(
            [
                arrival(ana, elsewhere),
                ended,
                of_otter,
                # even if a verdict let them in: the room is another workspace's
                of_otter._replace(verdict=replace(of_otter.verdict, rooms=otters)),
                arrival(ana, triage)._replace(room=0),
            ]
        )
        == [None] * 5
    )
    before = arrival(ana, triage)
    bump_epoch(world.workspace)
    assert nothing_missed([before]) == [None]


def test_agents_go_the_long_way(world, triage, as_agent):
    key = as_agent(world.ada).cookies[settings.SESSION_COOKIE_NAME].value
    badge = AgentBadge(key, world.workspace.pk)
    assert nothing_missed([Arrival(badge, judge([badge])[badge], triage.pk, 0)]) == [None]


def test_many_who_come_cost_one_query(world, triage, ana, arrival, django_assert_num_queries):
    arrivals = [arrival(ana, triage) for _ in range(20)]
    with django_assert_num_queries(1):
        assert all(nothing_missed(arrivals))
