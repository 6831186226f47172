from django.conf import settings
from django.db import models

from customers.models.workspace import Workspace

# scheme://host[:port]; the host may begin with "*." for its subdomains.
ORIGIN = r"^https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$"
LONGEST_ORIGIN = 270  # characters: a scheme, a name of 253, and a port


class AllowedOrigin(models.Model):
    """A page origin that may frame the widget. Where none is listed, any may."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="allowed_origins")
    origin = models.CharField(max_length=LONGEST_ORIGIN)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["origin"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "origin"], name="allowed_origin_once"),
            models.CheckConstraint(
                condition=models.Q(origin__regex=ORIGIN), name="allowed_origin_canonical"
            ),
        ]

    def __str__(self) -> str:
        return self.origin
