"""What the worker does for the team. Jobs carry ids, never tokens or texts."""

from collections.abc import Callable

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from procrastinate.contrib.django import app

from customers.models import Agent, Invitation, Mail
from customers.proof.mailing import drop, hand_over, is_done, note
from customers.proof.retries import Backoff, TryAgain
from customers.proof.verdicts import Outcome
from customers.team.invitations import mint_token
from customers.team.mails import invitation_mail, password_reset_mail


@app.task(retry=Backoff(), queue="mail")
def send_invitation(mail_id: int) -> None:
    """Mints the invitation's token and mails it, unless it has ended or was sent anew meanwhile."""
    invitations = Invitation.objects.select_related("mail", "vendor", "invited_by")
    invitation = invitations.filter(mail=mail_id).first()
    if invitation is None or is_done(invitation.mail):
        return
    token = mint_token(invitation)
    if token is None:
        drop(invitation.mail)
        return
    _attempt(invitation.mail, lambda: invitation_mail(invitation, token))


@app.task(retry=Backoff(), queue="mail")
def send_password_reset(agent_id: int, mail_id: int) -> None:
    """Mails an agent the link that sets a new password, made as allauth's own page reads it."""
    agent = Agent.objects.filter(pk=agent_id, is_active=True).first()
    mail = Mail.objects.get(pk=mail_id)
    if agent is None or is_done(mail):
        return
    _attempt(mail, lambda: password_reset_mail(mail, agent, _reset_path(agent)))


def _reset_path(agent: Agent) -> str:
    """As allauth.account.internal.flows.password_reset makes it, without a request."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(agent)
    parts = {"uidb36": user_pk_to_url_str(agent), "key": key}
    return reverse("account_reset_password_from_key", kwargs=parts)


def _attempt(mail: Mail, make: Callable[[], EmailMultiAlternatives]) -> None:
    """Sends. Raises TryAgain where another attempt may succeed."""
    verdict = hand_over(make)
    if note(mail, verdict) is Outcome.LATER:
        raise TryAgain(verdict.words)
