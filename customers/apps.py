from importlib import import_module

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Who is writing, and where do they belong?"""

    name = "customers"

    def ready(self) -> None:
        """Hears when agents leave, and what becomes of mail."""
        import_module("customers.team.leaving")
        import_module("customers.proof.mail_events")
