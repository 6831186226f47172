from django.apps import AppConfig


class HelpdeskConfig(AppConfig):
    """What is said, and to whom?"""

    name = "helpdesk"
