from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers.models.vendor import Vendor


class Role(models.TextChoices):
    """What an agent may do for a vendor. Each role may all that the next one may."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    AGENT = "agent", _("Agent")
    READER = "reader", _("Reader")


# From the least to the most.
RANKS = [Role.READER, Role.AGENT, Role.ADMIN, Role.OWNER]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        """Those that let somebody in: neither the membership nor its agent is deactivated."""
        return self.filter(deactivated_at=None, agent__is_active=True)

    def deactivate(self) -> int:
        return self.filter(deactivated_at=None).update(deactivated_at=Now())


class Membership(models.Model):
    """One agent's role with one vendor."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "vendor"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent} · {self.get_role_display()}"

    def reaches(self, role: Role | str) -> bool:
        """Whether this role may do all that ``role`` may."""
        return RANKS.index(Role(self.role)) >= RANKS.index(Role(role))

    @property
    def may_write(self) -> bool:
        """Whether they may write to customers; readers only read."""
        return self.reaches(Role.AGENT)

    @property
    def may_manage(self) -> bool:
        """Whether they may change customers, domains, settings and team."""
        return self.reaches(Role.ADMIN)
