from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from customers.models.workspace import Workspace


class LeftConflict(models.Model):
    """An agent left a domain that several customers share as it is.

    It waits for a decision again as soon as others share it than ``customers``, ids in order.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="left_conflicts")
    name = models.CharField(max_length=253)
    customers = models.JSONField()
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    left_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="left_conflict_once"),
        ]

    def __str__(self) -> str:
        return self.name
