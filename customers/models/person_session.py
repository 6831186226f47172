from django.db import models
from django.db.models.functions import Now

from customers.models.binding import Binding
from customers.models.person import Person
from customers.models.retired_credential import RetiredCredential


class PersonSessionQuerySet(models.QuerySet["PersonSession"]):
    def open(self) -> "PersonSessionQuerySet":
        """Those that still let somebody in, by the database's clock.

        Neither left nor expired; in a frame, the widget is not switched off; and a vendor's token
        that let them in was signed with a secret that still counts.
        """
        is_signed = models.Q(retired_secret=None) | models.Q(retired_secret__retires_at__gt=Now())
        may_be_framed = models.Q(in_frame=False) | models.Q(person__workspace__is_embeddable=True)
        return self.filter(is_signed, may_be_framed, ended_at=None, expires_at__gt=Now())

    def end(self) -> int:
        return self.filter(ended_at=None).update(ended_at=Now())


class PersonSession(models.Model):
    """A browser in which somebody is a person: by their mailbox, or by a token of the vendor's.

    At top level a cookie holds the key of which this has the SHA-256. In a frame a bearer names
    the session, and a partitioned cookie holds its key where the browser keeps one.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="sessions")
    key_hash = models.BinaryField(max_length=32, unique=True)
    in_frame = models.BooleanField(default=False)
    # Signed in by the vendor's token: it ends with the known user, and with the secret.
    binding = models.ForeignKey(Binding, models.CASCADE, null=True, related_name="sessions")
    retired_secret = models.ForeignKey(
        RetiredCredential, models.CASCADE, null=True, related_name="sessions"
    )
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # How often it asked for what is not open to it, lately (see proof.guessing).
    misses = models.PositiveIntegerField(default=0)
    misses_since = models.DateTimeField(null=True)

    objects = PersonSessionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "ended_at"], name="session_by_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(binding=None) | models.Q(in_frame=True),
                name="session_by_token_in_frame",
            ),
            models.CheckConstraint(
                condition=models.Q(retired_secret=None) | models.Q(binding__isnull=False),
                name="session_secret_of_token",
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"
