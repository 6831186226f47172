"""When somebody was last here, and whether that is so long ago that the mailbox may be another's.

Domains are registered anew by others when their owners let them go: whoever has one then gets the
mail of everybody who was there before.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from customers.models import Person
from customers.routing.mail_domains import is_free_mail

NOTED_EVERY = timedelta(days=1)  # often enough for a measure of months


def note_seen(person: Person) -> None:
    """Note that somebody who is signed in is here; a write a day at most."""
    last = person.last_seen_at
    if last is None or timezone.now() - last > NOTED_EVERY:
        Person.objects.filter(pk=person.pk).note_seen()


def was_away(person: Person) -> bool:
    """Whether somebody, as loaded before they came back, was away for over IDLE_DAYS.

    Never at free-mail providers: their domains don't change hands.
    """
    last = person.last_seen_at
    if last is None or is_free_mail(person.mail_domain):
        return False
    return timezone.now() - last > timedelta(days=settings.IDLE_DAYS)
