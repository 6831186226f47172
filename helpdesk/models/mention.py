from django.conf import settings
from django.db import models

from customers.models import Person
from helpdesk.models.authorship import authorship, once_each
from helpdesk.models.message import Message


class Mention(models.Model):
    """Somebody who is named in a message with an @, so that they look."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="mentions", db_index=False
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="mentions",
        db_index=False,
    )

    class Meta:
        constraints = [authorship("mention"), *once_each("mention", "message")]

    def __str__(self) -> str:
        return f"@{self.agent or self.person} {self.message}"
