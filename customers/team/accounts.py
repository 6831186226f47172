from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from customers.models import Agent, Mail
from customers.proof.client_ip import client_ip
from customers.team.tasks import send_password_reset


class AgentAccountAdapter(DefaultAccountAdapter):
    """Agents' accounts: no sign-up, and mail that leaves from the worker."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: agents come by a command or an invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who is signing in, past the trusted proxies: else all agents would share one limit."""
        return client_ip(request) or ""

    @transaction.atomic
    def send_password_reset_mail(self, user: Agent, email: str, context: dict[str, Any]) -> None:
        """Defers the mail by ids; its link is made when it is sent."""
        mail = Mail.objects.create(to=user.email)
        send_password_reset.defer(agent_id=user.pk, mail_id=mail.pk)
