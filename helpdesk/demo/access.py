from django.conf import settings
from django.http import HttpRequest


def mail_may_be_read(request: HttpRequest) -> bool:
    """Captured mail is for the demo alone."""
    return bool(settings.DEMO)
