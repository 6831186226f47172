from django.apps import AppConfig


class HelpdeskConfig(AppConfig):
    """What is said, and to whom?"""

    name = "helpdesk"

    def ready(self) -> None:
        from helpdesk.rooms import events  # noqa: F401  (its receivers)
