import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.constraints import CompositeForeignKey
from customers.models.customer import Customer, CustomerKind
from customers.models.workspace import Workspace


def new_proof_token() -> str:
    """What a domain's owner publishes: 128 random bits, in letters that survive any DNS form."""
    return secrets.token_hex(16)


class Finding(models.TextChoices):
    """What a look at a domain's TXT records found."""

    UNKNOWN = "", _("not looked up yet")
    FOUND = "found", _("the record is there")
    OTHER = "other", _("a record is there, but it has another value")
    MISSING = "missing", _("there is no such record")
    FAILED = "failed", _("the domain's name servers did not answer")


def of_an_organisation(prefix: str) -> list[Any]:
    """Constraints: the workspace is the customer's, who is not the Shared Email Inbox."""
    return [
        models.CheckConstraint(
            condition=models.Q(customer_kind=CustomerKind.ORGANISATION),
            name=f"{prefix}_not_of_inbox",
        ),
        CompositeForeignKey(
            fields=("customer", "workspace", "customer_kind"),
            to="customers.Customer",
            to_fields=("id", "workspace", "kind"),
            name=f"{prefix}_of_its_workspace",
        ),
    ]


class Domain(models.Model):
    """An email domain associated with a customer: exact, or with its subdomains if so marked."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="domains")
    customer_kind = models.CharField(
        max_length=12, default=CustomerKind.ORGANISATION, editable=False
    )
    # Lower-case ASCII: an international name in its A-label form (RFC 5890).
    name = models.CharField(max_length=253)
    with_subdomains = models.BooleanField(default=False)
    # Why an owner let it in, though it is on the list of free mail or of disposable providers.
    override_reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    proven_at = models.DateTimeField(null=True, blank=True)
    # The proof is a TXT record that holds the token: see routing/ownership.py.
    proof_token = models.CharField(max_length=32, default=new_proof_token, editable=False)
    proof_asked_at = models.DateTimeField(null=True, blank=True)
    proof_checked_at = models.DateTimeField(null=True, blank=True)
    proof_finding = models.CharField(max_length=10, choices=Finding, blank=True)
    # Of how many days in a row the daily check missed the record, and the last of them.
    proof_misses = models.PositiveSmallIntegerField(default=0)
    proof_missed_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "name"], name="domain_lookup"),
            # The few that could be taken for others: see routing.likenesses.
            models.Index(
                fields=["workspace"],
                condition=models.Q(name__contains="xn--"),
                name="domain_international",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["customer", "name"], name="domain_once"),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"),
                name="domain_canonical",
            ),
            models.CheckConstraint(
                condition=models.Q(proof_finding__in=Finding.values),
                name="domain_proof_finding_known",
            ),
            *of_an_organisation("domain"),
        ]

    def __str__(self) -> str:
        return f"*.{self.name}" if self.with_subdomains else self.name
