"""The register of what stands below a room's address, wherever the room does."""

from collections.abc import Callable

from django.urls import URLPattern, path

from helpdesk.rooms import history, search_pages
from helpdesk.rooms.visits import Part, RoomPart

PARTS = [
    RoomPart("history", history.messages, "history"),
    RoomPart("search", search_pages.in_room, "room_search"),
]


def part_paths(room: str, page_of: Callable[[RoomPart], Part]) -> list[URLPattern]:
    """The urls of all parts below ``room``, an address with ``<int:room>`` at its end.

    ``page_of`` makes the view that finds the visitor and the room, or answers as to a stranger.
    """
    return [path(f"{room}/{part.path}", page_of(part), name=part.name) for part in PARTS]
