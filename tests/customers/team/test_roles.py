from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from customers.models import Membership, Role
from customers.team.roles import change_role, deactivate, roles_given_by
from tests.world import make_world


def membership(world, agent):
    return Membership.objects.get(agent=agent, vendor=world.workspace.vendor)


def test_who_gives_which_roles(world):
    given = {
        agent.email: roles_given_by(membership(world, agent))
        for agent in (world.ada, world.alan, world.grace, world.rita)
    }
    assert given == {
        "ada@fernhill.io": list(Role),
        "alan@fernhill.io": [Role.ADMIN, Role.AGENT, Role.READER],
        "grace@fernhill.io": [],
        "rita@fernhill.io": [],
    }


def test_somebody_deactivated_meanwhile_changes_nothing(world):
    alan, rita = membership(world, world.alan), membership(world, world.rita)
    deactivate(membership(world, world.ada), alan.pk)
    with pytest.raises(Membership.DoesNotExist):
        change_role(alan, rita.pk, Role.AGENT)


def test_a_role_lost_meanwhile_gives_nothing(world):
    alan, rita = membership(world, world.alan), membership(world, world.rita)
    change_role(membership(world, world.ada), alan.pk, Role.READER)
    with pytest.raises(PermissionDenied):
        change_role(alan, rita.pk, Role.AGENT)


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_leave_at_once_one_stays():
    world = make_world()
    ada, alan = membership(world, world.ada), membership(world, world.alan)
    alan = change_role(ada, alan.pk, Role.OWNER)

    def leave(owner):
        try:
            change_role(owner, owner.pk, Role.ADMIN)
        except ValidationError:
            return "stays"
        finally:
            connection.close()
        return "left"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(leave, [ada, alan])) == ["left", "stays"]
    assert Membership.objects.filter(vendor=ada.vendor, role=Role.OWNER).count() == 1
