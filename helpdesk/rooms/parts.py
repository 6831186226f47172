"""The register of what stands below a room's address, wherever the room does."""

from collections.abc import Callable

from django.urls import URLPattern, path

from helpdesk.rooms import about, history, looking_back, new_room, search_pages
from helpdesk.rooms.destinations import destinations
from helpdesk.rooms.files import serving, uploading
from helpdesk.rooms.mentionable import mentionable
from helpdesk.rooms.questions import SEARCH
from helpdesk.rooms.visits import Part, RoomPart

PARTS = [
    RoomPart("destinations", destinations, "destinations"),
    RoomPart("history", history.messages, "history", cost=1),
    RoomPart("files", uploading.upload, "files", writes=True),
    RoomPart("files/<uuid:file>", serving.content, "file"),
    RoomPart("files/<uuid:file>/thumbnail", serving.thumbnail, "thumbnail"),
    RoomPart("files/<uuid:file>/removal", uploading.removal, "file_removal", writes=True),
    RoomPart("mentionable", mentionable, "mentionable", cost=1),
    RoomPart("preview/<int:preview>", looking_back.preview_image, "preview_image"),
    RoomPart("source/<int:seq>", looking_back.source, "source"),
    RoomPart("versions/<int:seq>", looking_back.versions, "versions"),
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
    RoomPart("search", search_pages.in_room, "room_search", cost=SEARCH),
]


def part_paths(room: str, page_of: Callable[[RoomPart], Part]) -> list[URLPattern]:
    """The urls of all parts below ``room``, an address with ``<int:room>`` at its end.

    ``page_of`` makes the view that finds the visitor and the room, or answers as to a stranger.
    """
    return [path(f"{room}/{part.path}", page_of(part), name=part.name) for part in PARTS]
