"""A room as a page shows it, to a person or to an agent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from helpdesk.models import LONGEST_TEXT, Room
from helpdesk.rooms.acquaintance import Listener
from helpdesk.rooms.authors import Author, Side, hue_of, initials_of, key_of, side_of
from helpdesk.rooms.files.limits import MOST_FILES
from helpdesk.rooms.files.words import file_refusals
from helpdesk.rooms.naming import name_for
from helpdesk.rooms.reading import read_up_to
from helpdesk.rooms.rendering import ShownMessage
from helpdesk.rooms.seen import Seen, seen_by_others
from helpdesk.rooms.windows import around, newest


@dataclass(frozen=True)
class Urls:
    """The address of a room's ``page``, what it has ``below`` it (parts.py), where it posts without
    a socket, where one goes when it is lost, where one's rooms are searched, and ``link``: what
    with a message's number behind it leads there for ever."""

    page: str
    below: str
    post: str
    lost: str
    search: str
    link: str


@dataclass(frozen=True)
class RoomView:
    """What the template ``_room.html`` shows."""

    room: Room
    reader: Author
    messages: list[ShownMessage]
    may_write: bool
    readers_line: str
    urls: Urls
    read_up_to: int
    client_id: UUID
    seen: list[Seen]
    at: int = 0  # the number of the message that the page is opened at, if any
    longest_text: int = LONGEST_TEXT

    @property
    def name(self) -> str:
        """What the reader sees the room called."""
        return name_for(self.room, self.reader)

    @property
    def first(self) -> int:
        """The number of the oldest message shown; 0 where the room has none before it."""
        return self.messages[0].seq if self.messages and self.messages[0].seq > 1 else 0

    @property
    def last(self) -> int:
        """The number of the newest message shown; 0 where the room has none after it."""
        last = self.messages[-1].seq if self.messages else 0
        return last if last < self.room.last_seq else 0

    @property
    def me(self) -> str:
        return key_of(self.reader)

    @property
    def side(self) -> Side:
        return side_of(self.reader)

    @property
    def initials(self) -> str:
        return initials_of(self.reader)

    @property
    def hue(self) -> int:
        return hue_of(self.reader)

    @property
    def largest_file(self) -> int:
        """Bytes."""
        return settings.FILE_SIZE_LIMIT

    @property
    def most_files(self) -> int:
        return MOST_FILES

    @property
    def file_refusals(self) -> dict[str, Any]:
        return file_refusals()

    @property
    def workspace(self) -> str:
        return self.room.workspace.widget_id


def show_room(
    room: Room,
    reader: Author,
    urls: Urls,
    readers_line: str,
    *,
    may_write: bool,
    listener: Listener = Listener.AGENT,
    at: int = 0,
) -> RoomView:
    """The room with its newest messages, or those around number ``at``, for somebody who may enter
    and is such a ``listener``.

    Marks nothing as read: the page does, once the messages have been in sight.
    """
    at = at if at <= room.last_seq else 0
    return RoomView(
        room=room,
        reader=reader,
        messages=around(room, at) if at else newest(room),
        may_write=may_write,
        readers_line=readers_line,
        urls=urls,
        read_up_to=read_up_to(room, reader),
        client_id=uuid4(),
        seen=seen_by_others(room, reader, listener),
        at=at,
    )
