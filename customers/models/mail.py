import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_message_id() -> str:
    """The left part of a Message-ID: one for all attempts, so that a repeated mail is one."""
    return secrets.token_hex(16)


class MailState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENT = "sent", _("sent")
    RETRYING = "retrying", _("will be tried again")
    FAILED = "failed", _("could not be sent")


class Mail(models.Model):
    """What became of one mail, for agents to see. It holds neither its text nor its link."""

    to = models.CharField(max_length=254)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.QUEUED)
    message_id = models.CharField(max_length=64, unique=True, default=new_message_id)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MailState.values), name="mail_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.get_state_display()}"
