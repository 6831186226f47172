"""A plain post as it will be told: made ready while the database writes it."""

from copy import copy
from datetime import UTC, datetime

from customers.models import Person
from helpdesk.rooms.events import MessageHint, hint_of
from helpdesk.rooms.plain_rendering import Unfinished
from helpdesk.rooms.plain_words import in_short
from helpdesk.rooms.posts import Post, Written
from helpdesk.rooms.rendering import ShownMessage

NOT_YET = datetime.max.replace(tzinfo=UTC)


class Draft:
    """The text is most of the work, and known before number and time are."""

    def __init__(self, post: Post, author: Person) -> None:
        self._workspace, self._epoch = author.workspace_id, post.epoch
        self._message = ShownMessage(post.room, 0, post.client_id, author, post.text, NOT_YET)
        self._unfinished = Unfinished(self._message)
        self._words = in_short(post.text, self._message.body)

    def hint(self, written: Written) -> MessageHint:
        """The hint of the post, now that it is written."""
        message = self._message
        message.seq, message.at = written.seq, written.created_at
        if message.author.name != written.name:
            message.author = copy(message.author)
            message.author.name = written.name
            self._unfinished = Unfinished(message)
        html = self._unfinished.fragment()
        return hint_of(message, html, self._words, self._workspace, self._epoch)
