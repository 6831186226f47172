from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.models import Agent, Invitation, Mail, Membership, Role
from customers.team.invitations import mint_token, withdraw
from customers.team.inviting import invite, send_again

PASSWORD = "a long quiet evening"


def owner(world):
    return Membership.objects.get(agent=world.ada, vendor=world.workspace.vendor)


def invited(world, email="tom@fernhill.io", role=Role.AGENT):
    """An open invitation, and the token of its mail."""
    invitation = invite(owner(world), email, role)
    token = mint_token(invitation)
    invitation.refresh_from_db()
    return invitation, token


def page(token, rest=""):
    return f"/admin/invitation/{token}/{rest}"


def join(client, token, name="Tom Ash", password=PASSWORD):
    return client.post(page(token, "new"), {"name": name, "password": password})


def test_a_job_carries_ids_alone(world):
    invitation = invite(owner(world), "tom@fernhill.io", Role.AGENT)
    job = ProcrastinateJob.objects.get()
    assert job.args == {"mail_id": invitation.mail_id}
    assert invitation.token_hash is None


def test_opening_the_link_changes_nothing(world):
    _invitation, token = invited(world)
    for _ in range(3):
        response = Client().get(page(token))
        assert response.status_code == 200
        assert Client().head(page(token)).status_code == 200
    html = response.content.decode()
    assert "Fernhill" in html
    assert "tom@fernhill.io" in html
    assert not Agent.objects.filter(email="tom@fernhill.io").exists()
    assert "no-store" in response["Cache-Control"]


def test_the_invited_becomes_a_signed_in_member(world):
    _invitation, token = invited(world, role=Role.READER)
    client = Client()
    assert join(client, token).url == "/admin/"
    tom = Agent.objects.get(email="tom@fernhill.io")
    assert tom.check_password(PASSWORD)
    assert Membership.objects.get(agent=tom).role == Role.READER
    assert client.get(world.url("team")).status_code == 200


def test_a_link_is_used_once(world):
    _invitation, token = invited(world)
    join(Client(), token)
    response = Client().get(page(token))
    assert response.status_code == 410
    assert "This invitation has ended" in response.content.decode()
    assert join(Client(), token).status_code == 410
    assert Membership.objects.filter(agent__email="tom@fernhill.io").count() == 1


def test_an_expired_link_opens_nothing(world):
    invitation, token = invited(world)
    Invitation.objects.filter(pk=invitation.pk).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    assert Client().get(page(token)).status_code == 410
    assert join(Client(), token).status_code == 410


def test_a_withdrawn_link_opens_nothing(world):
    invitation, token = invited(world)
    withdraw(owner(world), invitation.pk)
    assert join(Client(), token).status_code == 410


def test_a_made_up_link_opens_nothing(world):
    assert Client().get(page("x" * 43)).status_code == 410


def let_a_minute_pass():
    Mail.objects.update(created_at=F("created_at") - timedelta(minutes=1))


def test_a_mailbox_is_not_flooded_with_one_invitation(world):
    invitation, _token = invited(world)
    with pytest.raises(ValidationError):
        send_again(owner(world), invitation.pk)


def test_sending_again_ends_the_old_link(world):
    invitation, old = invited(world)
    let_a_minute_pass()
    again = send_again(owner(world), invitation.pk)
    assert again.mail_id != invitation.mail_id
    assert Client().get(page(old)).status_code == 410
    assert Client().get(page(mint_token(again))).status_code == 200


def test_the_job_of_a_mail_that_was_replaced_mints_nothing(world):
    invitation, _token = invited(world)
    let_a_minute_pass()
    send_again(owner(world), invitation.pk)
    assert mint_token(invitation) is None


@pytest.mark.parametrize("password", ["short", "password123", "tom@fernhill.io", ""])
def test_a_weak_password_is_refused(world, password):
    _invitation, token = invited(world)
    response = join(Client(), token, password=password)
    assert response.status_code == 422
    assert "password" in response.context["form"].errors
    assert not Agent.objects.filter(email="tom@fernhill.io").exists()


def test_an_agent_already_signs_in_and_joins(world, as_agent):
    _invitation, token = invited(world, "oscar@otter.dev")
    assert "Sign in" in Client().get(page(token)).content.decode()
    oscar = as_agent(world.oscar)
    assert "Join</button>" in oscar.get(page(token)).content.decode()
    assert oscar.post(page(token, "join")).url == "/admin/"
    assert oscar.get(world.url("team")).status_code == 200


def test_an_agents_password_is_never_set_by_an_invitation(world):
    _invitation, token = invited(world, "oscar@otter.dev")
    join(Client(), token)
    world.oscar.refresh_from_db()
    assert not world.oscar.check_password(PASSWORD)
    assert Invitation.objects.acceptable().exists()


def test_another_agent_can_not_join_in_their_place(world, as_agent):
    _invitation, token = invited(world, "oscar@otter.dev")
    grace = as_agent(world.grace)
    assert "Sign out first" in grace.get(page(token)).content.decode()
    grace.post(page(token, "join"))
    assert Invitation.objects.acceptable().exists()


def test_joining_without_signing_in_leads_back(world):
    _invitation, token = invited(world, "oscar@otter.dev")
    assert Client().post(page(token, "join")).url == page(token)


def test_deactivating_a_teammate_withdraws_their_invitation(world, as_agent):
    _invitation, token = invited(world, "oscar@otter.dev")
    as_agent(world.oscar).post(page(token, "join"))
    Invitation.objects.create(
        vendor=world.workspace.vendor,
        email="oscar@otter.dev",
        role=Role.ADMIN,
        mail=Mail.objects.create(to="oscar@otter.dev"),
    )
    oscar = Membership.objects.get(agent=world.oscar, vendor=world.workspace.vendor)
    as_agent(world.ada).post(world.url(f"team/{oscar.pk}/deactivate"))
    assert not Invitation.objects.open().exists()
