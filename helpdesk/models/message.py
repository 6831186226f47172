from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from customers.models import Agent, Person
from helpdesk.models.room import Room

LONGEST_TEXT = 10_000  # characters


class Message(models.Model):
    """Text in a room, numbered 1, 2, 3 … without gaps."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="messages")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="messages"
    )
    # Made by the author's client, so that a repeated send is one message.
    client_id = models.UUIDField()
    text = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_number_unique"),
            models.UniqueConstraint(
                fields=["room", "person", "client_id"],
                condition=models.Q(agent=None),
                name="message_once_by_person",
            ),
            models.UniqueConstraint(
                fields=["room", "agent", "client_id"],
                condition=models.Q(person=None),
                name="message_once_by_agent",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None, agent__isnull=False)
                | models.Q(person__isnull=False, agent=None),
                name="message_one_author",
            ),
            models.CheckConstraint(condition=models.Q(seq__gt=0), name="message_from_one"),
            models.CheckConstraint(condition=~models.Q(text=""), name="message_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.seq}"

    @property
    def author(self) -> Agent | Person:
        return self.agent or self.person  # type: ignore[return-value]
