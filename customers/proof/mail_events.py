"""What the mail's provider tells of a mail after it left: delivered, bounced, reported as spam.

Providers tell it twice, days late and in any order. So each thing is noted once and nothing is
taken back: Mail.fate shows the gravest of what is known.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from customers.models import Bounce, MagicLink, Mail, SuppressionReason
from customers.proof.mailing import provider_id
from customers.proof.names import shown_part
from customers.proof.suppressions import suppress
from customers.proof.verdicts import safe_words

REASONS = {
    RejectReason.BOUNCED: Bounce.GONE,
    RejectReason.INVALID: Bounce.GONE,
    RejectReason.TIMED_OUT: Bounce.NOT_NOW,
    RejectReason.SPAM: Bounce.SPAM,
}
EARLIEST_YEAR = 2000  # what a provider dates earlier, or in years to come, is no time of a mail
GRAVITY = [Bounce.NOT_NOW, Bounce.REFUSED, Bounce.SPAM, Bounce.GONE]
# Anymail has one word for both; this is how providers say that the mailbox was only full or busy.
PASSING = re.compile(r"soft.?bounc\w*|transient|temporary", re.IGNORECASE)
PASSING_REPLY = re.compile(r"(smtp; *)?4\d\d\b|(\S+ )?4\.\d+\.\d+\b", re.IGNORECASE)


@receiver(tracking)
def hear(event: AnymailTrackingEvent, **_sent: Any) -> None:
    """Note an event on its mail's row; one of a mail that nobody here knows is nobody's."""
    note_it = NOTES.get(event.event_type)
    mail = find_mail(event) if note_it else None
    if note_it and mail:
        with transaction.atomic():
            note_it(mail, event)


def find_mail(event: AnymailTrackingEvent) -> Mail | None:
    """The mail that an event speaks of: by what we gave it, else by what the provider calls it."""
    metadata = event.metadata if isinstance(event.metadata, dict) else {}
    ours = _plain(metadata.get("mail"))
    theirs = provider_id(event.message_id)
    if ours and (found := Mail.objects.filter(message_id=ours).first()):
        return found
    return Mail.objects.filter(provider_id=theirs).order_by("-pk").first() if theirs else None


def _note_delivered(mail: Mail, event: AnymailTrackingEvent) -> None:
    Mail.objects.filter(pk=mail.pk, delivered_at=None).update(delivered_at=_when(event))


def _note_bounced(mail: Mail, event: AnymailTrackingEvent) -> None:
    reason = reason_of(event)
    less = Q(bounced_at=None) | Q(bounce__in=GRAVITY[: GRAVITY.index(reason)])
    said = safe_words(_plain(event.mta_response or event.description))
    noted = Mail.objects.filter(less, pk=mail.pk).update(
        bounced_at=_when(event), bounce=reason, error=said
    )
    if noted and reason is Bounce.GONE:
        _stop(mail, SuppressionReason.BOUNCED, said)


def _note_complained(mail: Mail, event: AnymailTrackingEvent) -> None:
    if Mail.objects.filter(pk=mail.pk, complained_at=None).update(complained_at=_when(event)):
        _stop(mail, SuppressionReason.COMPLAINED)


NOTES: dict[str, Callable[[Mail, AnymailTrackingEvent], None]] = {
    EventType.DELIVERED: _note_delivered,
    EventType.BOUNCED: _note_bounced,
    EventType.REJECTED: _note_bounced,
    EventType.FAILED: _note_bounced,
    EventType.COMPLAINED: _note_complained,
}


def reason_of(event: AnymailTrackingEvent) -> Bounce:
    """Why a mail came back. Only of GONE is the address to blame."""
    reason = REASONS.get(event.reject_reason, Bounce.REFUSED)
    return Bounce.NOT_NOW if reason is Bounce.GONE and _is_passing(event) else reason


def _is_passing(event: AnymailTrackingEvent) -> bool:
    if PASSING_REPLY.match(_plain(event.mta_response)):
        return True
    told = dict(_leaves(event.esp_event))
    # Mailjet has a flag instead of a word.
    return told.get("hard_bounce") is False or any(
        isinstance(word, str) and PASSING.fullmatch(word) for word in told.values()
    )


def _leaves(told: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each name and value in what the provider sent, however deep."""
    if isinstance(told, dict):
        for inner, value in told.items():
            yield from _leaves(value, str(inner))
    elif isinstance(told, list):
        for number, value in enumerate(told):
            yield from _leaves(value, f"{name}.{number}")
    else:
        yield name, told


def _stop(mail: Mail, reason: SuppressionReason, said: str = "") -> None:
    """Invitations' addresses are colleagues', whom a teammate asks again by hand: they stay."""
    link = MagicLink.objects.filter(mail=mail).select_related("workspace").first()
    if link is not None:
        suppress(link.workspace, mail.to, reason, said)


def _when(event: AnymailTrackingEvent) -> datetime:
    """When it happened, as far as that can be: else now, when we hear of it."""
    now, told = timezone.now(), event.timestamp
    if told is None or not EARLIEST_YEAR <= told.year <= now.year:
        return now
    return told if timezone.is_aware(told) else timezone.make_aware(told, UTC)


def _plain(value: object) -> str:
    """A provider's value as a text that the database can hold and a page can show."""
    return shown_part(str(value)) if value else ""
