"""Where the content of files is kept: in Django's storage, under names of ours alone."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils import timezone

from helpdesk.models import File as FileRow
from helpdesk.rooms.refusals import Refused

log = logging.getLogger(__name__)

SMALL = "-small"  # ends the name of an image's thumbnail
# <workspace>/<day>/<random>: the day says which are too new to be swept
OURS = re.compile(r"\d+/(\d{4}-\d\d-\d\d)/([0-9a-f]{32})(-small)?")


@dataclass(frozen=True)
class Stored:
    """The names under which a file's content is kept, and its thumbnail's; empty without one."""

    content: str
    thumbnail: str = ""

    def remove(self) -> None:
        """Take it out of the storage again."""
        remove(filter(None, [self.content, self.thumbnail]))


def store(workspace: int, content: File, thumbnail: bytes = b"") -> Stored:
    """Keep ``content`` and its thumbnail. Raises Refused("no_space") where there is no room for
    them, or no storage; nothing is left behind then."""
    name = f"{workspace}/{timezone.now():%Y-%m-%d}/{uuid4().hex}"
    stored = Stored(name, name + SMALL if thumbnail else "")
    try:
        default_storage.save(name, content)
        if thumbnail:
            default_storage.save(stored.thumbnail, ContentFile(thumbnail))
    except Exception:  # each kind of storage has errors of its own
        log.exception("A file could not be stored")
        stored.remove()
        raise Refused("no_space") from None
    return stored


def remove(names: Iterable[str]) -> None:
    """Take content out of the storage. What can't be removed now is swept later (sweeping.py)."""
    for name in names:
        try:
            default_storage.delete(name)
        except Exception:  # each kind of storage has errors of its own
            log.warning("The content of a file could not be removed", exc_info=True)


def remove_unnamed(contents: Iterable[str]) -> None:
    """Remove the content of these names, with thumbnails, unless some row still names it."""
    contents = set(contents)
    named = FileRow.objects.filter(content__in=contents).values_list("content", flat=True)
    for name in contents.difference(named):
        Stored(name, name + SMALL).remove()
