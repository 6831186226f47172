from django.conf import settings
from django.db import models

from customers.models import Agent, Person
from helpdesk.models.authorship import authorship, once_each
from helpdesk.models.room import Room


class Reading(models.Model):
    """How far an agent or a person has read in a room: the number of the newest message seen."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="readings")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="readings", db_index=False
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="readings",
        db_index=False,
    )
    seq = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [authorship("reading"), *once_each("reading", "room")]

    def __str__(self) -> str:
        return f"{self.room_id} up to {self.seq}"

    @property
    def reader(self) -> Agent | Person:
        return self.agent or self.person  # type: ignore[return-value]
