"""Sockets' badges, judged many at once."""

import pytest
from django.conf import settings

from customers.models import Membership, PersonSession
from customers.proof.frame_sessions import bearer_of
from customers.proof.sessions import cookie_name, new_session, start_session
from helpdesk.rooms.badges import AgentBadge, Hello, PersonBadge, badges_for, judge


@pytest.fixture
def badge(as_agent, world):
    """A function that gives the badge of an agent who has just signed in."""

    def badge(agent, workspace=world.workspace) -> AgentBadge:
        key = as_agent(agent).cookies[settings.SESSION_COOKIE_NAME].value
        return AgentBadge(key, workspace.pk)

    return badge


def test_agents_cost_two_queries_together_and_one_each(badge, world, django_assert_max_num_queries):
    badges = {agent: badge(agent) for agent in (world.ada, world.grace, world.rita)}
    with django_assert_max_num_queries(2 + 3):
        verdicts = judge(badges.values())
    assert {verdict.standing.author for verdict in verdicts.values()} == set(badges)
    assert verdicts[badges[world.grace]].standing.may_write
    assert not verdicts[badges[world.rita]].standing.may_write


def test_who_has_signed_out_was_removed_or_is_a_stranger_has_no_standing(badge, world, as_agent):
    badges = [badge(world.ada), badge(world.grace), badge(world.rita), badge(world.oscar)]
    badges += [AgentBadge("none", world.workspace.pk), badge(world.ada, world.otter)]
    world.ada.set_password("another one")
    world.ada.save()
    Membership.objects.filter(agent=world.grace).deactivate()
    type(world.rita).objects.filter(pk=world.rita.pk).update(is_active=False)
    assert judge(badges) == {}
    assert [badge.standing() for badge in badges] == [None] * len(badges)


def test_people_who_say_hello_cost_one_query_together(world, ana, bob, django_assert_num_queries):
    widget = world.workspace.widget_id
    by_cookie = [{cookie_name(widget): start_session(person)[1]} for person in (ana, bob)]
    hellos = [Hello("person", cookies, widget) for cookies in (*by_cookie, {}, *by_cookie)]
    with django_assert_num_queries(1):
        badges = badges_for(hellos)
    sessions = [PersonSession.objects.get(person=person).pk for person in (ana, bob)]
    expected = [PersonBadge(pk) for pk in sessions]
    assert badges == [*expected, None, *expected]


def test_a_hello_is_heard_with_what_it_shows_itself_and_for_the_widget_that_it_names(world, ana):
    widget, otters = world.workspace.widget_id, world.otter.widget_id
    session, key = start_session(ana)
    framed = new_session(ana, in_frame=True)
    cookies = {cookie_name(widget): key, cookie_name(otters): key}
    assert badges_for(
        [
            Hello("person", cookies, otters),  # the key is of another workspace's session
            Hello("person", {cookie_name(otters): key}, widget),
            Hello("person", {cookie_name(widget): framed.key}, widget),
            Hello("person", cookies, widget, bearer_of(framed.session)),
            Hello("person", cookies, widget, "nonsense"),
            Hello("agent", cookies, widget),
            Hello("person", cookies, widget),
        ]
    ) == [None, None, None, PersonBadge(framed.session.pk), None, None, PersonBadge(session.pk)]
