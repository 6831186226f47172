from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from customers.models import Person, Workspace
from customers.models.belonging import person_of_workspace
from customers.models.constraints import CompositeForeignKey
from helpdesk.models.room import Room


class RoomInvitation(models.Model):
    """A mail by which somebody was asked into a room; the link that ``form`` asked for leads there.

    By a person or by an agent, neither of whom has to be there any more.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, models.CASCADE, related_name="invitations")
    # Whom it was for.
    person = models.ForeignKey(Person, models.CASCADE, related_name="room_invitations")
    form = models.UUIDField(unique=True)
    by_person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    by_agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by_person=None) | models.Q(by_agent=None),
                name="room_invitation_one_inviter",
            ),
            CompositeForeignKey(
                fields=("room", "workspace"),
                to="helpdesk.Room",
                to_fields=("id", "workspace"),
                name="room_invitation_room_of_workspace",
            ),
            person_of_workspace("room_invitation"),
        ]

    def __str__(self) -> str:
        return f"{self.person} to {self.room}"
