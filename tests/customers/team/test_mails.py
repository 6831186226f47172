import re
import smtplib

import pytest
from django.core import mail
from django.db.models.functions import Now
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.models import Agent, Mail, MailState, Membership, Role
from customers.proof.mailing import PATIENCE
from customers.proof.retries import TryAgain
from customers.team.invitations import withdraw
from customers.team.inviting import invite, send_again
from customers.team.tasks import send_invitation, send_password_reset
from tests.customers.team.test_invitations import let_a_minute_pass
from tests.world import PASSWORD

LINK = re.compile(r"^http://[^/\s]+(/\S+)$", re.MULTILINE)
RESET = "/admin/account/password/reset/"


def owner(world):
    return Membership.objects.get(agent=world.ada, vendor=world.workspace.vendor)


@pytest.fixture
def invitation(world):
    return invite(owner(world), "tom@fernhill.io", Role.AGENT)


class Refusing:
    """A mail server that answers with a code of its own."""

    code = 451

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise smtplib.SMTPDataError(self.code, b"come back later")


class RefusingForGood(Refusing):
    code = 550


@pytest.fixture
def server(settings):
    def use(backend):
        settings.MAILERS = {"default": {"BACKEND": f"{__name__}.{backend.__name__}"}}

    return use


def test_the_invitations_mail_has_a_link_that_works(invitation):
    send_invitation(mail_id=invitation.mail_id)
    [sent] = mail.outbox
    [path] = LINK.findall(sent.body)
    assert sent.to == ["tom@fernhill.io"]
    assert "Ada Quill invites you to Fernhill's support team" in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    invitation.mail.refresh_from_db()
    assert invitation.mail.state == MailState.SENT
    assert invitation.mail.message_id in sent.extra_headers["Message-ID"]
    assert path in sent.alternatives[0].content
    assert Client().get(path).status_code == 200


def test_a_mail_that_is_sent_is_not_sent_again_by_its_job(invitation):
    for _ in range(2):
        send_invitation(mail_id=invitation.mail_id)
    assert len(mail.outbox) == 1


def test_sending_again_sends_a_mail_of_its_own(world, invitation):
    let_a_minute_pass()
    again = send_again(owner(world), invitation.pk)
    for mail_id in (invitation.mail_id, again.mail_id):
        send_invitation(mail_id=mail_id)
    [sent] = mail.outbox
    assert again.mail.message_id in sent.extra_headers["Message-ID"]


def test_a_withdrawn_invitation_is_not_mailed(world, invitation):
    withdraw(owner(world), invitation.pk)
    send_invitation(mail_id=invitation.mail_id)
    assert mail.outbox == []
    invitation.mail.refresh_from_db()
    assert invitation.mail.state == MailState.DROPPED


def test_a_server_that_says_later_is_asked_again(invitation, server):
    server(Refusing)
    with pytest.raises(TryAgain):
        send_invitation(mail_id=invitation.mail_id)
    invitation.mail.refresh_from_db()
    assert invitation.mail.state == MailState.RETRYING


def test_after_a_day_the_team_is_told(world, invitation, server, as_agent):
    server(Refusing)
    Mail.objects.update(created_at=Now() - PATIENCE)
    send_invitation(mail_id=invitation.mail_id)
    html = as_agent(world.ada).get(world.url("team")).content.decode()
    assert "undeliverable" in html


def test_a_server_that_says_never_is_believed(invitation, server):
    server(RefusingForGood)
    send_invitation(mail_id=invitation.mail_id)
    invitation.mail.refresh_from_db()
    assert invitation.mail.state == MailState.FAILED


def ask_for_reset(email):
    """Asks as the page does, and runs the job that it deferred."""
    response = Client().post(RESET, {"email": email})
    assert response.status_code == 302
    for job in ProcrastinateJob.objects.filter(task_name__endswith="send_password_reset"):
        assert set(job.args) == {"agent_id", "mail_id"}
        send_password_reset(**job.args)


def test_the_resets_mail_has_a_link_that_sets_a_password(world):
    ask_for_reset("ada@fernhill.io")
    [sent] = mail.outbox
    [path] = LINK.findall(sent.body)
    client = Client()
    form = client.get(path, follow=True)
    new = "an even longer evening"
    data = {"password1": new, "password2": new}
    client.post(form.redirect_chain[-1][0], data)
    world.ada.refresh_from_db()
    assert world.ada.check_password(new)
    assert Mail.objects.get().state == MailState.SENT


def test_an_address_without_an_account_gets_no_mail(world):
    ask_for_reset("nobody@fernhill.io")
    assert mail.outbox == []


def test_a_reset_link_ends_with_the_password_it_was_made_for(world):
    ask_for_reset("ada@fernhill.io")
    [path] = LINK.findall(mail.outbox[0].body)
    ada = Agent.objects.get(email="ada@fernhill.io")
    ada.set_password("something else entirely")
    ada.save()
    assert "does not work any more" in Client().get(path, follow=True).content.decode()


def test_there_is_no_sign_up(world):
    data = {"email": "tom@fernhill.io", "password1": PASSWORD}
    Client().post("/admin/account/signup/", data)
    assert not Agent.objects.filter(email="tom@fernhill.io").exists()


def test_the_pages_of_allauth_that_agents_do_not_have_are_not_there(world, as_agent):
    assert as_agent(world.ada).get("/admin/account/email/").status_code == 404


def test_agents_sign_in_and_out_and_their_sockets_hear_it(world):
    client = Client()
    login = {"login": "ada@fernhill.io", "password": PASSWORD}
    assert client.post("/admin/account/login/", login).url == "/admin/"
    before = world.workspace.epoch
    client.post("/admin/account/logout/")
    world.workspace.refresh_from_db()
    assert world.workspace.epoch == before + 1
    world.otter.refresh_from_db()
    assert world.otter.epoch == 1
    assert client.get(world.url("team")).status_code == 302
