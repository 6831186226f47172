"""Somebody who asks for one room after the other that isn't theirs is slowed down, and heard of."""

import logging
from datetime import timedelta

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Now

from customers.models import PersonSession

log = logging.getLogger(__name__)

WITHIN = timedelta(minutes=1)
MOST_MISSES = 30  # in WITHIN; whoever follows old links in a hurry has a few


def note_miss(session: int) -> bool:
    """Note that the session of that id asked for what is not open to it: whether it does so too
    often. Kept in the database, so that all processes count together."""
    found = PersonSession.objects.filter(pk=session)
    is_over = Q(misses_since=None) | Q(misses_since__lt=Now() - WITHIN)
    found.update(
        misses=Case(When(is_over, then=Value(1)), default=F("misses") + 1),
        misses_since=Case(When(is_over, then=Now()), default=F("misses_since")),
    )
    misses = found.values_list("misses", flat=True).first() or 0
    if misses == MOST_MISSES + 1:
        log.warning("session %s asks for one room after the other that isn't its own", session)
    return misses > MOST_MISSES
