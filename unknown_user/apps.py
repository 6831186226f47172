from django.apps import AppConfig


class UnknownUserConfig(AppConfig):
    """How is it configured and served?"""

    name = "unknown_user"
