from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now

from customers.models.mail import Mail
from customers.models.membership import Role
from customers.models.vendor import Vendor


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Those neither accepted nor withdrawn, whether or not their link has expired."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def acceptable(self) -> "InvitationQuerySet":
        """Those whose link still works, by the database's clock."""
        return self.open().filter(expires_at__gt=Now())


class Invitation(models.Model):
    """An address that may become an agent of a vendor. Its link's token is stored as a hash."""

    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    mail = models.OneToOneField(Mail, models.PROTECT, related_name="invitation")
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "vendor",
                Lower("email"),
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="invitation_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email
