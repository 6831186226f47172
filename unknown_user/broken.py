"""What is answered when a request could not be served."""

import logging
import sys

import redis
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

# Gone, full, standing still, or a lock held too long; Redis too, though nobody needs to wait for it
AWAY = (OperationalError, InterfaceError, redis.ConnectionError)
RETRY_AFTER = 5  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that says so: 503 while the database can't serve, when to come back too; else 500."""
    if not _is_away(sys.exc_info()[1]):
        return HttpResponse(get_template("500.html").render(), status=500)
    page = get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def _is_away(error: BaseException | None) -> bool:
    """Whether the database is at the bottom of this error; libraries wrap it in their own."""
    while error is not None and not isinstance(error, AWAY):
        error = error.__cause__
    return error is not None


class InFewWords(logging.Filter):
    """Logs what goes wrong while the database or Redis is away, but not where each time."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and _is_away(record.exc_info[1]):
            record.exc_info = None
        return True
