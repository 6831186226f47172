from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from customers.models import Agent, Person
from customers.models.constraints import CompositeForeignKey
from helpdesk.models.authorship import authorship, once_each
from helpdesk.models.indexes import where_set
from helpdesk.models.link_preview import LinkPreview
from helpdesk.models.room import Room
from helpdesk.models.text_search import WORDS, WordsIndex

LONGEST_TEXT = 10_000  # characters


class Message(models.Model):
    """Text and files in a room, numbered 1, 2, 3 … without gaps.

    ``revision`` is 0 as long as it stands as posted; each later change (an edit, its deletion, a
    reaction, a preview of its link) gives it the room's next revision.
    """

    # Its index would only be a part of message_number_unique's
    room = models.ForeignKey(Room, models.CASCADE, related_name="messages", db_index=False)
    seq = models.PositiveIntegerField()
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="messages", db_index=False
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="messages",
        db_index=False,
    )
    # Made by the author's client, so that a repeated send is one message.
    client_id = models.UUIDField()
    # Markdown, as it was written; empty where files say it all, and once deleted.
    text = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=0, db_default=0)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    has_files = models.BooleanField(default=False, db_default=False)
    # The number of the message of the same room that this one answers.
    reply_to = models.PositiveIntegerField(null=True)
    # Of a forwarded message: who wrote it, and when, as its readers there saw it. No author where
    # they went by an address, which is not to be known here.
    original_author = models.CharField(max_length=254, default="", db_default="")
    original_at = models.DateTimeField(null=True)
    link_preview = models.ForeignKey(
        LinkPreview, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(
                fields=["room", "revision"],
                condition=models.Q(revision__gt=0),
                name="message_changed",
            ),
            # For the foreign key: without it each deletion would look through the whole table
            models.Index(
                fields=["room", "reply_to"],
                condition=models.Q(reply_to__isnull=False),
                name="message_answers",
            ),
            WordsIndex(WORDS, name="message_words"),
            where_set("message_by_preview", "link_preview"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="message_number_unique"),
            authorship("message"),
            *once_each("message", "room", "client_id"),
            models.CheckConstraint(condition=models.Q(seq__gt=0), name="message_from_one"),
            models.CheckConstraint(
                condition=~models.Q(text="")
                | models.Q(has_files=True)
                | models.Q(deleted_at__isnull=False),
                name="message_says_something",
            ),
            CompositeForeignKey(
                fields=("room", "reply_to"),
                to="helpdesk.Message",
                to_fields=("room", "seq"),
                name="message_answers_one_of_its_room",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.seq}"

    @property
    def author(self) -> Agent | Person:
        return self.agent or self.person  # type: ignore[return-value]


class MessageVersion(models.Model):
    """What a message said before it was edited."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="versions")
    text = models.TextField()
    # Since when it said that.
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.message} at {self.written_at:%H:%M}"
