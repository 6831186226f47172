from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers.models.workspace import Workspace

KEPT = timedelta(days=30)  # the limits look back a day at most


class Outcome(models.TextChoices):
    """What the worker made of it. Whoever asked is never told."""

    WAITING = "waiting", _("waiting for the worker")
    MAILED = "mailed", _("mail on its way")
    LIMITED = "limited", _("the mailbox had its share")
    SUPPRESSED = "suppressed", _("mail to it is stopped")
    TRAPPED = "trapped", _("a robot filled the hidden field")


class LinkRequestQuerySet(models.QuerySet["LinkRequest"]):
    def outdated(self) -> "LinkRequestQuerySet":
        """Those that nothing looks at any more. They hold strangers' addresses."""
        return self.filter(asked_at__lt=Now() - KEPT)


class LinkRequest(models.Model):
    """One form that was sent: somebody wants a link to this address, whoever that is."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="link_requests")
    # The form that asked, so that a double click is one request.
    form = models.UUIDField(unique=True)
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=80, blank=True)
    # Somebody else asked the address in: its mail says so.
    invites = models.BooleanField(default=False, db_default=False)
    # What the limits count: the mailbox that would get the mail, and who asked for it.
    mailbox = models.CharField(max_length=254)
    asked_from = models.GenericIPAddressField(null=True)
    asked_at = models.DateTimeField(db_default=Now())
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)

    objects = LinkRequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["asked_from", "-asked_at"], name="request_by_ip"),
            models.Index(fields=["workspace", "-asked_at"], name="request_by_widget"),
            models.Index(fields=["asked_at"], name="request_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="request_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"
