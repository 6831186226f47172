from django.db import models
from django.db.models.functions import Now

from customers.models.belonging import person_of_workspace
from customers.models.mail import Mail
from customers.models.person import Person
from customers.models.workspace import Workspace


class MagicLinkQuerySet(models.QuerySet["MagicLink"]):
    def unspent(self) -> "MagicLinkQuerySet":
        return self.filter(redeemed_at=None, superseded_at=None)

    def redeemable(self) -> "MagicLinkQuerySet":
        """Those that still open something, by the database's clock."""
        return self.unspent().filter(expires_at__gt=Now())


class MagicLink(models.Model):
    """One request to prove a mailbox. Its token exists in the mail alone; here is its SHA-256."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    mail = models.OneToOneField(Mail, models.PROTECT, related_name="link")
    # The form that asked, so that a double click is one request.
    form = models.UUIDField(unique=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    # What the limits count: the mailbox that gets the mail, and who asked for it.
    mailbox = models.CharField(max_length=254)
    asked_from = models.GenericIPAddressField(null=True)
    requested_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    redeemed_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    objects = MagicLinkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["mailbox", "requested_at"], name="link_by_mailbox"),
            models.Index(fields=["asked_from", "requested_at"], name="link_by_ip"),
            models.Index(fields=["person", "-requested_at"], name="link_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(redeemed_at=None, superseded_at=None),
                name="link_newest_only",
            ),
            person_of_workspace("link"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
