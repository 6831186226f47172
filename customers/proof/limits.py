"""How often a mailbox may be written to, and how often one address on the net may ask."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Aggregate, Count, Max, Min, Q
from django.db.models.functions import Now

from customers.models import MagicLink


def take_turn(subject: str) -> None:
    """Let requests about one form or mailbox, from whatever workspace and process, pass one by one.

    Held until the transaction ends; without it two requests at once would both find room.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])


def mailbox_may_be_written_to(mailbox: str) -> bool:
    """Whether another mail to this mailbox is within the whole installation's MAILBOX_LIMITS."""
    return _wait(Q(mailbox=mailbox), settings.MAILBOX_LIMITS) == timedelta(0)


def wait_for_ip(ip: str | None) -> timedelta:
    """How long this address has to wait before it may ask again; zero if it may now."""
    return _wait(Q(asked_from=ip), settings.IP_LIMITS) if ip else timedelta(0)


def _wait(who: Q, limits: list[tuple[int, int]]) -> timedelta:
    """The longest wait that any of the limits (seconds, how many) demands. One query."""
    asked: dict[str, Aggregate] = {}
    for seconds, _most in limits:
        recent = Q(requested_at__gt=Now() - timedelta(seconds=seconds))
        asked[f"count_{seconds}"] = Count("pk", filter=recent)
        asked[f"oldest_{seconds}"] = Min("requested_at", filter=recent)
    window = timedelta(seconds=max(seconds for seconds, _most in limits))
    found = MagicLink.objects.filter(who, requested_at__gt=Now() - window).aggregate(
        **asked, now=Max(Now())
    )
    waits = [
        found[f"oldest_{seconds}"] + timedelta(seconds=seconds) - found["now"]
        for seconds, most in limits
        if found[f"count_{seconds}"] >= most
    ]
    return max(waits, default=timedelta(0))
