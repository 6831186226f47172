from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from customers.models.audit_entry import AuditEntry
from customers.models.customer import Customer
from customers.models.person import Person


class PastDecision(models.Model):
    """Where routing put somebody from a moment on, and why: a record for agents to read.

    Nobody's access is ever read from it: that is decided anew, each time, from the facts. It has a
    row for each time that the answer was another one, so it says since when something is so.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="past_decisions", db_index=False
    )
    decided_at = models.DateTimeField(db_default=Now())
    # What customers.routing.decision.Decision says; no customer is the Shared Email Inbox.
    reason = models.CharField(max_length=40)
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="+")
    matched_domain = models.CharField(max_length=253, blank=True)
    known_in = ArrayField(models.BigIntegerField(), default=list)
    claimed_by = ArrayField(models.BigIntegerField(), default=list)
    awaiting = ArrayField(models.BigIntegerField(), default=list)
    # The change after which it was so; none where somebody came in, or nobody can tell.
    cause = models.ForeignKey(
        AuditEntry, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="past_decision_newest")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason}"
