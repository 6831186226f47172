"""A message as HTML, the same for the page and for the socket, and without a word of ours."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import Urlizer
from django.utils.safestring import SafeString, mark_safe

from customers.models import Person
from helpdesk.models import Message
from helpdesk.rooms.authors import Author, hue_of, initials_of, key_of, side_of

PAGE = 50  # messages that a page shows before one scrolls up


@dataclass
class ShownMessage:
    """What the template ``message.html`` needs to know of a message."""

    room: int
    seq: int
    client_id: UUID
    author: Author
    text: str
    at: datetime
    revision: int = 0
    # Whether it stands right below another one of the same author and minute.
    follows: bool = False

    @property
    def key(self) -> str:
        return key_of(self.author)

    @property
    def side(self) -> str:
        return side_of(self.author)

    @property
    def address(self) -> str:
        """What a person's name is shown with: anybody may call themselves anything. Their mailbox
        is proven, or signed by the vendor; without a name the address stands for it already."""
        return self.author.email if isinstance(self.author, Person) and self.author.name else ""

    @property
    def initials(self) -> str:
        return initials_of(self.author)

    @property
    def hue(self) -> int:
        return hue_of(self.author)

    @property
    def body(self) -> SafeString:
        return linked(self.text)

    def is_of_one_group_with(self, other: "ShownMessage") -> bool:
        """Whether both are by one author in one minute."""
        one_minute = self.at.replace(second=0, microsecond=0) == other.at.replace(
            second=0, microsecond=0
        )
        return one_minute and self.key == other.key


class _Linker(Urlizer):
    """Django's urlize, with links that open beside the room and tell nothing of it."""

    url_template = '<a href="{href}" rel="nofollow noopener" target="_blank">{url}</a>'
    # Only what says http(s) itself is a link: no guesses about words with dots in them.
    simple_url_2_re = Urlizer.simple_url_re

    @staticmethod
    def is_email_simple(value: str) -> bool:
        return False


def linked(text: str) -> SafeString:
    """``text`` escaped, its web addresses as links; line breaks stay as they are."""
    return mark_safe(_Linker()(text, autoescape=True))  # noqa: S308


def shown(message: Message) -> ShownMessage:
    """One message, ready for the template."""
    return ShownMessage(
        message.room_id,
        message.seq,
        message.client_id,
        message.author,
        message.text,
        message.created_at,
        message.revision,
    )


def rendered(message: Message) -> str:
    """The fragment of one message, ready for a socket."""
    return render_to_string("helpdesk/rooms/message.html", {"message": shown(message)}).strip()


def of_room(room: int) -> QuerySet[Message]:
    """A room's messages with their authors."""
    return Message.objects.filter(room=room).select_related("person", "agent")
