import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from customers.models import Agent, Membership, Vendor, Workspace


def add_vendor(capsys, *args):
    call_command("add_vendor", *args)
    return capsys.readouterr().out


def test_what_is_printed_signs_in(db, capsys):
    said = add_vendor(capsys, "Fernhill", "--email", "Ada@Fernhill.io", "--agent-name", "Ada")
    password = re.search(r"^Password: +(\S+)$", said, re.MULTILINE)[1]
    workspace = Workspace.objects.get(vendor__name="Fernhill")
    assert workspace.widget_id in said
    assert workspace.widget_key in said
    assert workspace.widget_secret not in said
    assert "/admin/account/login/" in said
    client = Client()
    client.post("/admin/account/login/", {"login": "ada@fernhill.io", "password": password})
    assert client.get("/admin/-/-/team", follow=True).status_code == 200


def test_a_password_can_be_given(db, capsys):
    add_vendor(
        capsys,
        "Fernhill",
        "--email",
        "ada@fernhill.io",
        "--password",
        "a long quiet evening",
        "--workspace",
        "Cloud",
    )
    assert Agent.objects.get().check_password("a long quiet evening")
    assert Workspace.objects.get().name == "Cloud"


def test_an_agent_keeps_their_password(world, capsys):
    said = add_vendor(capsys, "Second", "--email", "ada@fernhill.io")
    assert "as before" in said
    assert Membership.objects.filter(agent=world.ada).count() == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("FERNHILL", "--email", "x@fernhill.io"), "a vendor called FERNHILL already"),
        (("New", "--email", "nobody"), "valid email address"),
        ((" ", "--email", "x@fernhill.io"), "1 to 80 characters"),
        (("New", "--email", "x@fernhill.io", "--password", "short"), "too short"),
    ],
)
def test_what_can_not_be_is_refused_kindly(world, capsys, args, words):
    with pytest.raises(CommandError, match=words):
        add_vendor(capsys, *args)
    assert Vendor.objects.count() == 2


def test_a_vendor_never_takes_an_address_of_ours(db, capsys):
    add_vendor(capsys, "Account", "--email", "ada@fernhill.io")
    assert Vendor.objects.get().slug == "account-2"
