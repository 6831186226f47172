"""The register of what stands below a room's address, wherever the room does."""

from collections.abc import Callable

from django.urls import URLPattern, path

from helpdesk.rooms import history
from helpdesk.rooms.files import serving, uploading
from helpdesk.rooms.visits import Part, RoomPart

PARTS = [
    RoomPart("history", history.messages, "history"),
    RoomPart("files", uploading.upload, "files", writes=True),
    RoomPart("files/<uuid:file>", serving.content, "file"),
    RoomPart("files/<uuid:file>/thumbnail", serving.thumbnail, "thumbnail"),
    RoomPart("files/<uuid:file>/removal", uploading.removal, "file_removal", writes=True),
]


def part_paths(room: str, page_of: Callable[[RoomPart], Part]) -> list[URLPattern]:
    """The urls of all parts below ``room``, an address with ``<int:room>`` at its end.

    ``page_of`` makes the view that finds the visitor and the room, or answers as to a stranger.
    """
    return [path(f"{room}/{part.path}", page_of(part), name=part.name) for part in PARTS]
