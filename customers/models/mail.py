import secrets

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


def new_message_id() -> str:
    """The left part of a Message-ID: one for all attempts, so that a repeated mail is one."""
    return secrets.token_hex(16)


class MailState(models.TextChoices):
    """How far we got with a mail."""

    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    RETRYING = "retrying", _("will be tried again")
    FAILED = "failed", _("undeliverable")
    DROPPED = "dropped", _("no longer needed")


class MailFate(models.TextChoices):
    """What agents are shown of a mail: the gravest of what is known, in whatever order it came."""

    QUEUED = MailState.QUEUED.value, MailState.QUEUED.label
    SENT = MailState.SENT.value, MailState.SENT.label
    RETRYING = MailState.RETRYING.value, MailState.RETRYING.label
    FAILED = MailState.FAILED.value, MailState.FAILED.label
    DROPPED = MailState.DROPPED.value, MailState.DROPPED.label
    DELIVERED = "delivered", _("delivered")
    BOUNCED = "bounced", _("bounced")
    COMPLAINED = "complained", _("reported as spam")


class Bounce(models.TextChoices):
    """Why a mail that had left came back."""

    GONE = "gone", _("mailbox does not exist")
    NOT_NOW = "not_now", _("not taken for now")
    SPAM = "spam", _("taken for spam")
    REFUSED = "refused", _("refused")


class Mail(models.Model):
    """What became of one mail, for agents to see. It holds neither its text nor its link."""

    to = models.CharField(max_length=254)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    message_id = models.CharField(max_length=64, unique=True, default=new_message_id)
    attempts = models.PositiveIntegerField(default=0)
    # Attempts in which the server got the whole mail and never said whether it took it.
    unconfirmed = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    # What the provider calls it, and what it told of it later (proof/mail_events.py).
    provider_id = models.CharField(max_length=200, blank=True, db_index=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce = models.CharField(max_length=10, choices=Bounce, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)
    fate = models.GeneratedField(
        expression=models.Case(
            models.When(complained_at__isnull=False, then=models.Value(MailFate.COMPLAINED.value)),
            models.When(bounced_at__isnull=False, then=models.Value(MailFate.BOUNCED.value)),
            models.When(delivered_at__isnull=False, then=models.Value(MailFate.DELIVERED.value)),
            default=models.F("state"),
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MailState.values), name="mail_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(bounced_at=None, bounce="")
                | models.Q(bounced_at__isnull=False, bounce__in=Bounce.values),
                name="mail_bounce_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.words}"

    @property
    def words(self) -> str:
        """What became of it, for agents: ``bounced: mailbox does not exist``."""
        fate = str(MailFate(self.fate).label)
        return f"{fate}: {Bounce(self.bounce).label}" if self.fate == MailFate.BOUNCED else fate
