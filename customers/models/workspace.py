import secrets

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from customers.models.vendor import Vendor


def new_widget_id() -> str:
    """A public name for a widget: 96 random bits, in URLs."""
    return "w" + secrets.token_hex(12)


def new_widget_key() -> str:
    """A public key for a widget: it opens nothing but the form."""
    return "pk_" + secrets.token_urlsafe(24)


def new_widget_secret() -> str:
    """A secret for signing known users' tokens: 256 random bits."""
    return "sk_" + secrets.token_urlsafe(32)


class Challenge(models.TextChoices):
    """When the form asks a browser for a piece of work first, which costs robots dearly."""

    NEVER = "never", _("never")
    AUTOMATIC = "automatic", _("when many ask")
    ALWAYS = "always", _("always")


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def seen_by(self, agent: models.Model) -> "WorkspaceQuerySet":
        """The workspaces of the vendors that ``agent`` is an active member of."""
        return self.filter(
            vendor__memberships__agent=agent,
            vendor__memberships__deactivated_at=None,
            vendor__memberships__agent__is_active=True,
        )


class Workspace(models.Model):
    """One product or environment of a vendor: a widget, and the customers that it serves."""

    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="workspaces")
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(max_length=40)
    widget_id = models.CharField(max_length=40, unique=True, default=new_widget_id)
    widget_key = models.CharField(max_length=60, default=new_widget_key)
    widget_secret = models.CharField(max_length=80, default=new_widget_secret)
    # The vendor's off switch: while it is off the widget is shown nowhere.
    is_embeddable = models.BooleanField(default=True)
    challenge = models.CharField(max_length=10, choices=Challenge, default=Challenge.AUTOMATIC)
    # Rises with every change of who may enter what; an open socket that has seen an older one
    # asks again before it is told anything more.
    epoch = models.BigIntegerField(default=1)
    # Where ownership proof is asked for, a proven domain beats an unproven one of the same name.
    asks_for_domain_proof = models.BooleanField(default=False)
    # Besides, an unproven domain counts only for those whose first visit an agent has approved.
    asks_for_approval = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vendor", "slug"], name="workspace_slug_unique"),
            models.UniqueConstraint("vendor", Lower("name"), name="workspace_name_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="workspace_has_name"),
            models.CheckConstraint(
                condition=models.Q(asks_for_approval=False) | models.Q(asks_for_domain_proof=True),
                name="workspace_approval_needs_proof",
            ),
            models.CheckConstraint(
                condition=models.Q(challenge__in=Challenge.values), name="workspace_challenge_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
