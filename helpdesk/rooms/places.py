"""Where a person's rooms are on the web: at top level, or inside a vendor's page."""

from dataclasses import dataclass

from helpdesk.models import Room
from helpdesk.rooms.showing import Urls


@dataclass(frozen=True)
class Place:
    """``rooms`` is the address that rooms are below; ``lost`` is where to go without one."""

    rooms: str
    lost: str

    def room(self, room: Room) -> str:
        """The address of a room's page."""
        return f"{self.rooms}{room.pk}/"

    def sharing(self, room: Room) -> str:
        """Where its person opens a room to their colleagues."""
        return f"{self.room(room)}sharing"

    def urls(self, room: Room) -> Urls:
        """What a room's page needs to know of addresses."""
        messages = f"{self.room(room)}messages"
        return Urls(history=messages, post=messages, lost=self.lost)


TOP_LEVEL = Place(rooms="/rooms/", lost="/rooms/")
