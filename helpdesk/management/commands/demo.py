import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from helpdesk.demo.access import is_public
from helpdesk.demo.making import NameTakenError
from helpdesk.demo.world import described, make_demo


class Command(BaseCommand):
    """Makes the demo and says how to get in."""

    help = "Makes the demo, if it is not there, and prints how to get in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if is_public():
            raise CommandError(
                "The demo's passwords are known to everybody, so it is made only where nobody "
                f"else can reach it; PUBLIC_URL is {settings.PUBLIC_URL}."
            )
        call_command("migrate", interactive=False, verbosity=0)
        try:
            make_demo()
        except NameTakenError as error:
            raise CommandError(f"{error} is an agent outside the demo already.") from None
        self._print(described(), as_json=options["json"])

    def _print(self, demo: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(demo, indent=2))
            return
        self.stdout.write(demo["url"])
        for workspace in demo["workspaces"]:
            self.stdout.write(f"\n{workspace['name']}")
            for name in ("widget_id", "widget_key", "widget_secret"):
                self.stdout.write(f"  {name:<14} {workspace[name]}")
        self.stdout.write("\nAgents")
        for agent in demo["agents"]:
            self.stdout.write(f"  {agent['role']:<14} {agent['email']}  {agent['password']}")
        self.stdout.write("\nCustomers")
        for customer in demo["customers"]:
            self.stdout.write(f"  {customer['name']:<14} {', '.join(customer['domains'])}")
