"""Where rooms are on the web: at top level, inside a vendor's page, or on the agents' side."""

from dataclasses import dataclass, replace

from helpdesk.models import Room
from helpdesk.rooms.showing import Urls


@dataclass(frozen=True)
class Place:
    """``rooms`` is the address that rooms are below; ``lost`` is where to go without one, and
    ``search`` where all rooms are searched. ``links`` is what lasting links are below, where that
    is another address than ``rooms``: the frame's lead nowhere outside of the vendor's page.

    ``layout`` is what their parts' pages look like (templates/helpdesk/rooms/layouts/). A room's
    page has a slash at its end where ``has_slash``; its parts follow after one anyway.
    """

    rooms: str
    lost: str
    search: str
    has_slash: bool = True
    layout: str = "top"
    links: str = ""

    def room(self, room: Room) -> str:
        """The address of a room's page."""
        return f"{self.rooms}{room.pk}{'/' if self.has_slash else ''}"

    def message(self, room: Room, seq: int | str) -> str:
        """The address of a room's page at a message."""
        return f"{self.room(room)}?at={seq}"

    def part(self, room: Room, path: str) -> str:
        """The address of something below a room's (parts.py)."""
        return f"{self.rooms}{room.pk}/{path}"

    def urls(self, room: Room) -> Urls:
        """What a room's page needs to know of addresses."""
        return Urls(
            page=self.room(room),
            below=self.part(room, ""),
            post=self.part(room, "messages"),
            lost=self.lost,
            search=self.search,
            link=replace(self, rooms=self.links or self.rooms).message(room, ""),
        )


TOP_LEVEL = Place(rooms="/rooms/", lost="/rooms/", search="/rooms/search")
