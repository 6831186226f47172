from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers.models.workspace import Workspace


class SuppressionReason(models.TextChoices):
    BOUNCED = "bounced", _("the mailbox does not exist")
    COMPLAINED = "complained", _("reported as spam")
    NOT_ME = "not_me", _("“This wasn't me”")


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def in_force(self) -> "SuppressionQuerySet":
        return self.filter(lifted_at=None)


class Suppression(models.Model):
    """A reason why no mail leaves to an address any more, until an agent lifts it.

    ``mailbox`` is what is stopped: where the owner of the mailbox said so, all its spellings (see
    proof.addresses.mailbox_of); where a server refused, the one address.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="suppressions")
    mailbox = models.CharField(max_length=254)
    reason = models.CharField(max_length=10, choices=SuppressionReason)
    detail = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField(db_default=Now())
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="suppression_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "mailbox", "reason"],
                condition=models.Q(lifted_at=None),
                name="suppression_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=SuppressionReason.values),
                name="suppression_reason_known",
            ),
        ]

    def __str__(self) -> str:
        return self.mailbox
