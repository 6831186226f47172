from django.db import models
from django.db.models.functions import Now

from customers.models.allowed_origin import LONGEST_ORIGIN
from customers.models.workspace import Workspace


class Sighting(models.Model):
    """A page's origin from which the widget was loaded; empty where the browser doesn't say."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="sightings")
    origin = models.CharField(max_length=LONGEST_ORIGIN, blank=True)
    is_refused = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField(db_default=Now())
    last_seen_at = models.DateTimeField(db_default=Now())
    # When it last came with a key, or a token signed with a secret, that was rotated away.
    old_key_at = models.DateTimeField(null=True)
    old_secret_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-last_seen_at", "-id"], name="sighting_newest")
        ]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "origin"], name="sighting_once"),
        ]

    def __str__(self) -> str:
        return self.origin or "an unknown page"
