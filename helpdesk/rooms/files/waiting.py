"""Uploads that are in no message yet."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from helpdesk.models import File, Room
from helpdesk.rooms.authors import Author, as_field
from helpdesk.rooms.files.storing import remove_unnamed


def waiting(room: Room, author: Author) -> QuerySet[File]:
    """The uploads of ``author`` that may still be posted in ``room``."""
    return File.objects.filter(room=room, message=None, **as_field(author)).exclude(content="")


def take_back(file: File) -> None:
    """Remove one of ``waiting``, for its author."""
    content = str(file.content.name)
    with transaction.atomic():
        if empty(File.objects.filter(pk=file.pk, message=None)):
            transaction.on_commit(lambda: remove_unnamed([content]), robust=True)


def take_all_back(room: Room, author: Author, ids: Collection[UUID]) -> None:
    """The same for those of ``waiting`` that have these ids."""
    for file in waiting(room, author).filter(pk__in=ids):
        take_back(file)


def empty(files: QuerySet[File]) -> int:
    """Leave of these nothing but that they were uploaded, in no message; how many they are.

    The rows have no content and can't be posted, and still count as uploads (limits.py) until they
    are swept with those never posted; what they named is for the caller to remove.
    """
    return files.update(message=None, name="", size=0, content="", thumbnail="")
