import asyncio
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from unknown_user.lifespan import keep_running
from unknown_user.readiness import refuse_if_alone, refuse_if_unready
from unknown_user.worker import run_worker


class Command(BaseCommand):
    """Does the deferred jobs in a process of its own."""

    help = "Does the deferred jobs in a process of its own; needs REDIS_URL."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            refuse_if_unready()
            refuse_if_alone("A worker apart from the server")
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        asyncio.run(keep_running(run_worker))
