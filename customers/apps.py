from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Who is writing, and where do they belong?"""

    name = "customers"
