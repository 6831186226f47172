"""Sockets' badges, judged many at once."""

import pytest
from django.conf import settings

from customers.models import Membership
from helpdesk.rooms.badges import AgentBadge, judge


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
