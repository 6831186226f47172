from django.conf import settings
from django.db import models

from customers.models import Person
from helpdesk.models.authorship import authorship, once_each
from helpdesk.models.message import Message

LONGEST_EMOJI = 32  # characters; a family of four with skin tones has 11


class Reaction(models.Model):
    """One emoji by one reader below a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+", db_index=False)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    emoji = models.CharField(max_length=LONGEST_EMOJI)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [authorship("reaction"), *once_each("reaction", "message", "emoji")]

    def __str__(self) -> str:
        return f"{self.emoji} {self.message}"
