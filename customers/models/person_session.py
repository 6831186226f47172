from django.db import models
from django.db.models.functions import Now

from customers.models.person import Person


class PersonSessionQuerySet(models.QuerySet["PersonSession"]):
    def open(self) -> "PersonSessionQuerySet":
        """Those neither left nor expired, by the database's clock."""
        return self.filter(ended_at=None, expires_at__gt=Now())

    def end(self) -> int:
        return self.filter(ended_at=None).update(ended_at=Now())


class PersonSession(models.Model):
    """A browser in which a person has proven their mailbox. Its key is stored as a SHA-256."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="sessions")
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = PersonSessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "ended_at"], name="session_by_person")]

    def __str__(self) -> str:
        return f"session {self.pk}"
