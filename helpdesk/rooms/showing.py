"""A room as a page shows it, to a person or to an agent."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from helpdesk.models import LONGEST_TEXT, Room
from helpdesk.rooms.authors import Author, Side, hue_of, initials_of, key_of, side_of
from helpdesk.rooms.files.limits import MOST_FILES
from helpdesk.rooms.files.words import file_refusals
from helpdesk.rooms.naming import name_for
from helpdesk.rooms.reading import read_up_to
from helpdesk.rooms.rendering import ShownMessage, newest


@dataclass(frozen=True)
class Urls:
    """What a page's room has ``below`` it (parts.py), where it posts without a socket, and where
    one goes when it is lost."""

    below: str
    post: str
    lost: str


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
    longest_text: int = LONGEST_TEXT

    @property
    def name(self) -> str:
        """What the reader sees the room called."""
        return name_for(self.room, self.reader)

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
    room: Room, reader: Author, urls: Urls, readers_line: str, *, may_write: bool
) -> RoomView:
    """The room with its newest messages, for somebody who may enter it.

    Marks nothing as read: the page does, once the messages have been in sight.
    """
    return RoomView(
        room=room,
        reader=reader,
        messages=newest(room),
        may_write=may_write,
        readers_line=readers_line,
        urls=urls,
        read_up_to=read_up_to(room, reader),
        client_id=uuid4(),
    )
