"""What the worker does for the team. Jobs carry ids, never tokens or texts."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from customers.models import Agent, Invitation, Mail, MailState
from customers.proof.mailing import deliver, give_up
from customers.team.invitations import mint_token
from customers.team.mails import invitation_mail, password_reset_mail

# Tried again after 3, 9, 27, 81 … seconds: eight times within three hours.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)


@app.task(retry=RETRY, pass_context=True, queue="mail")
def send_invitation(context: JobContext, mail_id: int) -> None:
    """Mints the invitation's token and mails it, unless it has ended or was sent anew meanwhile."""
    invitations = Invitation.objects.select_related("mail", "vendor", "invited_by")
    invitation = invitations.filter(mail=mail_id).first()
    if invitation is None or _is_done(invitation.mail):
        return
    token = mint_token(invitation)
    if token is None:
        give_up(invitation.mail)
        return
    _attempt(context, invitation.mail, invitation_mail(invitation, token))


@app.task(retry=RETRY, pass_context=True, queue="mail")
def send_password_reset(context: JobContext, agent_id: int, mail_id: int) -> None:
    """Mails an agent the link that sets a new password, made as allauth's own page reads it."""
    agent = Agent.objects.filter(pk=agent_id, is_active=True).first()
    mail = Mail.objects.get(pk=mail_id)
    if agent is None or _is_done(mail):
        return
    _attempt(context, mail, password_reset_mail(mail, agent, _reset_path(agent)))


def _reset_path(agent: Agent) -> str:
    """As allauth.account.internal.flows.password_reset makes it, without a request."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(agent)
    parts = {"uidb36": user_pk_to_url_str(agent), "key": key}
    return reverse("account_reset_password_from_key", kwargs=parts)


def _is_done(mail: Mail) -> bool:
    return mail.state in {MailState.SENT, MailState.FAILED}


def _attempt(context: JobContext, mail: Mail, message: EmailMultiAlternatives) -> None:
    """Sends; after the last attempt that failed, says so on the mail's row."""
    try:
        deliver(mail, message)
    except Exception:
        if context.job.attempts >= (RETRY.max_attempts or 0):
            give_up(mail)
        raise
