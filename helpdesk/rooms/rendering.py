"""A message as HTML, the same for the page and for the socket, and without a word of ours."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from customers.models import Person
from helpdesk.models import LinkPreview, Message
from helpdesk.rooms.authors import Author, hue_of, initials_of, key_of, side_of
from helpdesk.rooms.belongings import Belongings, Quote, Reacted, belongings_of, gather
from helpdesk.rooms.files.showing import ShownFile, shown_file
from helpdesk.rooms.markdown import html_of

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
    edited_at: datetime | None = None
    is_deleted: bool = False
    # Of a forwarded message; the author is "" where they go by an address that is not shown here
    original_author: str = ""
    original_at: datetime | None = None
    files: list[ShownFile] = field(default_factory=list)
    belongings: Belongings = field(default_factory=Belongings)

    @property
    def has_more(self) -> bool:
        """Whether there is anything to it beside its text."""
        return bool(
            self.edited_at
            or self.is_deleted
            or self.original_at
            or self.quote
            or self.preview
            or self.reactions
        )

    @property
    def is_plain(self) -> bool:
        """Whether it stands as it was posted, by itself, and is nothing but text: all such ones of
        an author differ only in what the template is given of number, time and text."""
        return not (self.revision or self.follows or self.files or self.has_more)

    @property
    def quote(self) -> Quote | None:
        return self.belongings.quote

    @property
    def preview(self) -> LinkPreview | None:
        return self.belongings.preview

    @property
    def reactions(self) -> list[Reacted]:
        return self.belongings.reactions

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
    def moment(self) -> str:
        """When it was posted, for machines."""
        return self.at.isoformat()

    @property
    def clock(self) -> str:
        """The time of day, until the page has made it the reader's own."""
        return f"{self.at.hour:02}:{self.at.minute:02}"

    @cached_property
    def body(self) -> SafeString:
        """Its text as HTML, cleaned."""
        return mark_safe(html_of(self.text, self.belongings.named)) if self.text else SafeString()  # noqa: S308

    def is_of_one_group_with(self, other: "ShownMessage") -> bool:
        """Whether both are by one author in one minute."""
        one_minute = self.at.replace(second=0, microsecond=0) == other.at.replace(
            second=0, microsecond=0
        )
        return one_minute and self.key == other.key


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
        files=[shown_file(file) for file in message.files.all()] if message.has_files else [],
        edited_at=message.edited_at,
        is_deleted=message.deleted_at is not None,
        original_author=message.original_author,
        original_at=message.original_at,
        belongings=belongings_of(message),
    )


def shown_all(messages: Iterable[Message]) -> list[ShownMessage]:
    """Messages of one room in their order, ready for the template, in a few queries."""
    messages = list(messages)
    gather(messages)
    page = [shown(message) for message in messages]
    for above, below in pairwise(page):
        below.follows = below.is_of_one_group_with(above)
    return page


def rendered(message: Message) -> str:
    """The fragment of one message, ready for a socket."""
    return fragment(shown(message))


def fragment(message: object) -> str:
    """The template ``message.html`` filled with a ShownMessage."""
    return render_to_string("helpdesk/rooms/message.html", {"message": message}).strip()


def of_room(room: int) -> QuerySet[Message]:
    """A room's messages with their authors."""
    return Message.objects.filter(room=room).select_related("person", "agent")
