from importlib import import_module

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Who is writing, and where do they belong?"""

    name = "customers"

    def ready(self) -> None:
        """Hears when agents leave."""
        import_module("customers.team.leaving")
