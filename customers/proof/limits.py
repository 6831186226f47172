"""How often a mailbox may be written to, and how often a network or a widget may ask for that."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import DurationField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Now

from customers.models import LinkRequest, MagicLink, Workspace

type Limits = list[tuple[int, int]]  # (seconds, how many in that time)

NONE = timedelta(0)


def take_turn(subject: str) -> None:
    """Let requests about one form, network or mailbox, of whatever process, pass one by one.

    Held until the transaction ends; without it two requests at once would both find room.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])


def mailbox_may_be_written_to(mailbox: str) -> bool:
    """Whether another mail to this mailbox is within the whole installation's MAILBOX_LIMITS."""
    mailed = MagicLink.objects.filter(mailbox=mailbox)
    return _wait(mailed, "requested_at", settings.MAILBOX_LIMITS) == NONE


def wait_for_ip(ip: str | None) -> timedelta:
    """How long this address has to wait before it may ask again; zero if it may now."""
    if ip is None:
        return NONE
    return _wait(LinkRequest.objects.filter(asked_from=ip), "asked_at", settings.IP_LIMITS)


def wait_for_widget(workspace: Workspace) -> timedelta:
    """The same for everybody who asks in one widget.

    Counted without taking a turn, which would have all of them wait for one another: those who ask
    in the same instant may be a few too many.
    """
    return _wait(_of_widget(workspace), "asked_at", settings.WIDGET_LIMITS)


def wait_for_calm(workspace: Workspace) -> timedelta:
    """How long more than half of what the widget may ask for has been asked for; zero if less."""
    half = [(seconds, most // 2 + 1) for seconds, most in settings.WIDGET_LIMITS]
    return _wait(_of_widget(workspace), "asked_at", half)


def _of_widget(workspace: Workspace) -> QuerySet[LinkRequest]:
    return LinkRequest.objects.filter(workspace=workspace)


def _wait(asked: QuerySet, moment: str, limits: Limits) -> timedelta:
    """The longest wait that any of the limits demands: where it allows five, until the fifth from
    the end is old enough. One query, of an index."""
    newest_first = asked.order_by(f"-{moment}")
    waits = [
        newest_first.values_list(_until(moment, seconds))[most - 1 : most]
        for seconds, most in limits
    ]
    found = waits[0].union(*waits[1:], all=True)
    return max([NONE, *(wait for (wait,) in found)])


def _until(moment: str, seconds: int) -> ExpressionWrapper:
    ends = F(moment) + timedelta(seconds=seconds)
    return ExpressionWrapper(ends - Now(), output_field=DurationField())
