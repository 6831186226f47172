"""What is done to the team stands in the audit of each of the vendor's workspaces."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from customers.models import Action, AuditEntry, Membership
from customers.team import invitations, roles
from customers.team.inviting import invite
from customers.team.joining import accept_as_new
from customers.team.vendors import add_workspace


@pytest.fixture
def alan(world):
    return world.workspace.vendor.memberships.get(agent=world.alan)


@pytest.fixture
def grace(world):
    return world.workspace.vendor.memberships.get(agent=world.grace)


def noted(workspace):
    entries = AuditEntry.objects.filter(workspace=workspace).order_by("pk")
    return [(entry.action, entry.subject, str(entry.agent), entry.details) for entry in entries]


def test_an_invitation_is_noted_with_who_asks_who_joins_and_as_what(world, alan):
    withdrawn = invite(alan, "away@fernhill.io", "reader")
    invitations.withdraw(alan, withdrawn.pk)
    joined = invite(alan, "new@fernhill.io", "agent")
    token = invitations.mint_token(joined)
    accept_as_new(invitations.find(token), "New Ware", "a long password")
    assert noted(world.workspace) == [
        (Action.TEAMMATE_INVITED, "away@fernhill.io", "Alan Birk", {"role": "reader"}),
        (Action.INVITATION_WITHDRAWN, "away@fernhill.io", "Alan Birk", {}),
        (Action.TEAMMATE_INVITED, "new@fernhill.io", "Alan Birk", {"role": "agent"}),
        (Action.TEAMMATE_JOINED, "new@fernhill.io", "New Ware", {"role": "agent"}),
    ]


def test_roles_and_deactivation_are_noted_in_every_workspace_of_the_vendor(world, alan, grace):
    second = add_workspace(world.workspace.vendor, "Second")
    roles.change_role(alan, grace.pk, "reader")
    roles.deactivate(alan, grace.pk)
    roles.reactivate(alan, grace.pk)
    expected = [
        (
            Action.ROLE_CHANGED,
            "grace@fernhill.io",
            "Alan Birk",
            {"before": "agent", "role": "reader"},
        ),
        (Action.TEAMMATE_DEACTIVATED, "grace@fernhill.io", "Alan Birk", {}),
        (Action.TEAMMATE_REACTIVATED, "grace@fernhill.io", "Alan Birk", {"role": "reader"}),
    ]
    assert noted(world.workspace) == noted(second) == expected
    assert noted(world.otter) == []


def test_what_changes_nothing_is_not_noted(world, alan, grace):
    roles.change_role(alan, grace.pk, "agent")
    roles.reactivate(alan, grace.pk)
    assert noted(world.workspace) == []
    Membership.objects.filter(pk=grace.pk).deactivate()
    roles.deactivate(alan, grace.pk)
    assert noted(world.workspace) == []


def test_what_is_refused_is_not_noted(world, alan):
    ada = world.workspace.vendor.memberships.get(agent=world.ada)
    for refuse in (
        lambda: roles.deactivate(alan, ada.pk),
        lambda: roles.change_role(ada, ada.pk, "agent"),
        lambda: invite(alan, "grace@fernhill.io", "agent"),
    ):
        with pytest.raises((PermissionDenied, ValidationError)):
            refuse()
    assert noted(world.workspace) == []
