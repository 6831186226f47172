"""Makes a vendor with its owner and first workspace, and prints what is needed to sign in."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from customers.models import Agent, Vendor, Workspace
from customers.proof.addresses import canonical_address
from customers.team.vendors import add_vendor

PASSWORD_BYTES = 12


class Command(BaseCommand):
    """``manage.py add_vendor "Fernhill" --email ada@fernhill.io``"""

    help = "Makes a vendor with its owner and first workspace."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the vendor's name")
        parser.add_argument("--email", required=True, help="the owner's address")
        parser.add_argument("--agent-name", default="", help="the owner's name")
        parser.add_argument("--workspace", default="", help="the workspace's name")
        parser.add_argument("--password", default="", help="the owner's; made up if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["name"].strip()
        try:
            email = canonical_address(options["email"])
            self._refuse(name, options["workspace"].strip() or name)
            workspace, password = self._add(name, email, options)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self._say(workspace, email, password)

    def _refuse(self, name: str, workspace: str) -> None:
        if not name or max(len(name), len(workspace)) > 80:
            raise CommandError("A name has 1 to 80 characters.")
        if Vendor.objects.filter(name__iexact=name).exists():
            raise CommandError(f"There is a vendor called {name} already.")

    @transaction.atomic
    def _add(self, name: str, email: str, options: dict[str, Any]) -> tuple[Workspace, str]:
        """The vendor's workspace, and the owner's new password; "" for one who had an account."""
        owner, password = Agent.objects.filter(email=email).first(), ""
        if owner is None:
            agent_name = options["agent_name"].strip() or email.partition("@")[0]
            password = options["password"] or secrets.token_urlsafe(PASSWORD_BYTES)
            validate_password(password, Agent(email=email, name=agent_name))
            owner = Agent.objects.create_agent(email, agent_name, password)
        return add_vendor(name, owner, options["workspace"].strip() or None), password

    def _say(self, workspace: Workspace, email: str, password: str) -> None:
        for label, value in {
            "Sign in": f"{settings.PUBLIC_URL}{reverse('account_login')}",
            "Email": email,
            "Password": password or "as before: this agent had an account",
            "Widget id": workspace.widget_id,
            "Widget key": workspace.widget_key,
        }.items():
            self.stdout.write(f"{label + ':':<12}{value}")
