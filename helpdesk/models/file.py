from uuid import uuid4

from django.conf import settings
from django.db import models

from customers.models import Person, Workspace
from customers.models.constraints import CompositeForeignKey
from helpdesk.models.authorship import authorship
from helpdesk.models.message import Message
from helpdesk.models.room import Room

LONGEST_FILE_NAME = 255  # characters


class File(models.Model):
    """A file in a room: uploaded by its author, then part of a message.

    Where it is stored is a name of ours; ``name`` is what its author called it. One stored file may
    belong to several rows: forwarding copies the row alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, models.CASCADE, related_name="files")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="files")
    position = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=LONGEST_FILE_NAME)
    size = models.PositiveBigIntegerField()  # bytes
    content_type = models.CharField(max_length=100)
    content = models.FileField(max_length=200)
    # Of images: in pixels, so that a page knows their place before they are loaded.
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    thumbnail = models.FileField(max_length=200, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["message", "position"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(message=None), name="file_waiting"
            ),
            models.Index(fields=["content"], name="file_content"),
        ]
        constraints = [
            authorship("file"),
            CompositeForeignKey(
                fields=("room", "workspace"),
                to="helpdesk.Room",
                to_fields=("id", "workspace"),
                name="file_room_of_workspace",
            ),
        ]

    def __str__(self) -> str:
        return self.name
