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
    """Remove one of ``waiting``, for its author. Its row is swept with those never posted: until
    then it still counts as an upload (limits.py), but has no content and can't be posted."""
    content = str(file.content.name)
    with transaction.atomic():
        taken = File.objects.filter(pk=file.pk, message=None)
        if taken.update(name="", size=0, content="", thumbnail=""):
            transaction.on_commit(lambda: remove_unnamed([content]), robust=True)


def take_all_back(room: Room, author: Author, ids: Collection[UUID]) -> None:
    """The same for those of ``waiting`` that have these ids."""
    for file in waiting(room, author).filter(pk__in=ids):
        take_back(file)
