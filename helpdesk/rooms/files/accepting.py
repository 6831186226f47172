"""An upload becomes a file of its room, which only its author sees until it is posted."""

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from customers.proof.limits import take_turn
from helpdesk.models import File, Room
from helpdesk.rooms.authors import Author, as_field, key_of
from helpdesk.rooms.files.holding import hold_no_connection
from helpdesk.rooms.files.images import Picture, picture_of
from helpdesk.rooms.files.limits import MOST_FILES, check_author, check_file
from helpdesk.rooms.files.names import cleaned
from helpdesk.rooms.files.storing import store
from helpdesk.rooms.files.waiting import take_all_back
from helpdesk.rooms.refusals import Refused

ANYTHING = "application/octet-stream"  # browsers save it, and run none of it


def accept(room: Room, author: Author, upload: UploadedFile) -> File:
    """Store an upload of ``author``, who may write in ``room``, to be part of a message later.

    Its content decides whether it is an image. Raises Refused: file_empty, file_too_large,
    file_type, files_too_often, files_waiting, no_space; nothing is stored then.
    """
    name, size = cleaned(upload.name or ""), upload.size or 0
    check_file(name, size)
    check_author(author, size)
    # Neither the image's decoding nor a storage elsewhere is waited for with a connection in hand.
    hold_no_connection()
    picture = picture_of(upload)
    stored = store(room.workspace_id, upload, picture.thumbnail if picture else b"")
    try:
        with transaction.atomic():
            take_turn(f"files of {key_of(author)}")
            check_author(author, size)
            return File.objects.create(
                workspace_id=room.workspace_id,
                room=room,
                name=name,
                size=size,
                content=stored.content,
                thumbnail=stored.thumbnail,
                **_seen(picture),
                **as_field(author),
            )
    except BaseException:
        stored.remove()
        raise


def accept_all(room: Room, author: Author, uploads: Iterable[UploadedFile]) -> list[UUID]:
    """Store what a form without scripts sent with its text; the ids to post. Raises Refused."""
    uploads = list(uploads)
    if len(uploads) > MOST_FILES:
        raise Refused("too_many_files")
    accepted: list[UUID] = []
    try:
        for upload in uploads:
            accepted.append(accept(room, author, upload).pk)
    except Refused:
        take_all_back(room, author, accepted)
        raise
    return accepted


def _seen(picture: Picture | None) -> dict[str, object]:
    if picture is None:
        return {"content_type": ANYTHING}
    return {
        "content_type": picture.content_type,
        "width": picture.width,
        "height": picture.height,
    }
