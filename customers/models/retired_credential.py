from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers.models.workspace import Workspace


class CredentialKind(models.TextChoices):
    """What a widget is called for with: the public key opens the form, the secret signs tokens."""

    KEY = "key", _("widget key")
    SECRET = "secret", _("widget secret")


class RetiredCredentialQuerySet(models.QuerySet["RetiredCredential"]):
    def accepted(self) -> "RetiredCredentialQuerySet":
        """Those within their grace period, by the database's clock."""
        return self.filter(retires_at__gt=Now())

    def of_kind(self, kind: CredentialKind) -> "RetiredCredentialQuerySet":
        return self.filter(kind=kind)


class RetiredCredential(models.Model):
    """A widget's former key or secret, which works beside the new one until ``retires_at``."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="retired_credentials")
    kind = models.CharField(max_length=6, choices=CredentialKind)
    value = models.CharField(max_length=80)
    rotated_at = models.DateTimeField(db_default=Now())
    retires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = RetiredCredentialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "value"], name="retired_credential_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CredentialKind.values),
                name="retired_credential_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"former {self.get_kind_display()} {self.pk}"
