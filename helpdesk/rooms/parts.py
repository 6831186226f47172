"""The register of what stands below a room's address, wherever the room does."""

from collections.abc import Callable

from django.urls import URLPattern, path

from helpdesk.rooms import about, history, new_room
from helpdesk.rooms.visits import Part, RoomPart

PARTS = [
    RoomPart("history", history.messages, "history"),
    RoomPart("about", about.about, "about"),
    RoomPart("state", about.state, "state"),
    RoomPart("members/add", about.add, "add_member"),
    RoomPart("members/invite", about.invite_address, "invite"),
    RoomPart("members/remove", about.remove, "remove_member"),
    RoomPart("members/leave", about.leave, "leave_room"),
    RoomPart("rename", about.rename, "rename"),
    RoomPart("archive", about.archive, "archive"),
    RoomPart("unarchive", about.unarchive, "unarchive"),
    RoomPart("new", new_room.new_room, "new"),
    RoomPart("archived", new_room.archived, "archived"),
]


def part_paths(room: str, page_of: Callable[[RoomPart], Part]) -> list[URLPattern]:
    """The urls of all parts below ``room``, an address with ``<int:room>`` at its end.

    ``page_of`` makes the view that finds the visitor and the room, or answers as to a stranger.
    """
    return [path(f"{room}/{part.path}", page_of(part), name=part.name) for part in PARTS]
