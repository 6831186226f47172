from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class UnknownUserConfig(AppConfig):
    """How is it configured and served?"""

    name = "unknown_user"

    def ready(self) -> None:
        pre_migrate.connect(_take_the_time)
        post_migrate.connect(_be_quick_again)


def _take_the_time(using: str, **kwargs: Any) -> None:
    """A migration's statement may take long, though not wait long for a lock that others need."""
    connections[using].cursor().execute("SET statement_timeout = 0")


def _be_quick_again(using: str, **kwargs: Any) -> None:
    connections[using].cursor().execute("RESET statement_timeout")
