from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from customers.models.workspace import Workspace

LONGEST_EXTERNAL_ID = 200  # characters, of an id that a vendor's token names


class CustomerKind(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    INBOX = "inbox", _("Shared Email Inbox")


class CustomerQuerySet(models.QuerySet["Customer"]):
    def active(self) -> "CustomerQuerySet":
        return self.filter(archived_at=None)

    def organisations(self) -> "CustomerQuerySet":
        return self.filter(kind=CustomerKind.ORGANISATION)


class Customer(models.Model):
    """An organisation that the vendor serves; its helpdesk is its rooms.

    One special customer per workspace is the Shared Email Inbox, for everybody without an
    obvious home. Its people never see one another.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="customers")
    kind = models.CharField(max_length=12, choices=CustomerKind, default=CustomerKind.ORGANISATION)
    name = models.CharField(_("name"), max_length=80)
    # What the vendor's own system calls it in signed tokens; empty for none.
    external_id = models.CharField(max_length=LONGEST_EXTERNAL_ID, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", Lower("name"), name="customer_name_unique"),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(kind=CustomerKind.INBOX),
                name="customer_one_inbox",
            ),
            models.UniqueConstraint(fields=["id", "workspace", "kind"], name="customer_identity"),
            models.UniqueConstraint(
                fields=["workspace", "external_id"],
                condition=~models.Q(external_id=""),
                name="customer_external_id_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CustomerKind.values), name="customer_kind_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=CustomerKind.INBOX) | models.Q(archived_at=None),
                name="customer_inbox_never_archived",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=CustomerKind.INBOX) | models.Q(external_id=""),
                name="customer_inbox_has_no_external_id",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="customer_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_inbox(self) -> bool:
        return self.kind == CustomerKind.INBOX
