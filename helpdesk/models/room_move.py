from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from customers.models import Customer, CustomerKind, Person, Workspace
from customers.models.belonging import person_of_workspace
from customers.models.domain import of_an_organisation
from helpdesk.models.room import Room


class RoomMove(models.Model):
    """A room of the Shared Email Inbox that followed its person to their customer.

    ``batch`` is one for all rooms that were moved at once, so that they are moved back at once.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, models.CASCADE, related_name="moves")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    customer_kind = models.CharField(
        max_length=12, default=CustomerKind.ORGANISATION, editable=False
    )
    name_before = models.CharField(max_length=254)
    batch = models.UUIDField(default=uuid4)
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    moved_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["batch"], name="room_move_by_batch"),
            models.Index(fields=["customer", "-id"], name="room_move_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=models.Q(undone_at=None), name="room_move_standing"
            ),
            *of_an_organisation("room_move"),
            person_of_workspace("room_move"),
        ]

    def __str__(self) -> str:
        return f"{self.name_before} to {self.customer}"
