"""A file as a message shows it, the same to every reader and without a word of ours."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from helpdesk.models import File, Message

# An image in a message has at most half of its thumbnail's pixels, and enough to be hit.
BOX = (320, 240)  # CSS pixels
LEAST = 32  # CSS pixels
UNITS = ["B", "kB", "MB", "GB"]


@dataclass(frozen=True)
class ShownFile:
    """What the template ``_files.html`` needs to know of a file."""

    id: UUID
    name: str
    size: int  # bytes
    is_image: bool
    # Of an image in its message, in CSS pixels; and as it is, in its own.
    width: int
    height: int
    full_width: int
    full_height: int

    @property
    def size_shown(self) -> str:
        """Its size as people read it: 740 B, 12 kB, 3.4 MB."""
        return shown_size(self.size)


def shown_file(file: File) -> ShownFile:
    """One file, ready for the template."""
    full = (file.width or 0, file.height or 0)
    return ShownFile(file.pk, file.name, file.size, bool(file.width), *_fitted(*full), *full)


def files_of(messages: Iterable[Message]) -> dict[int, list[ShownFile]]:
    """The files of each of these messages that has some, by the message's id, in one query.

    What ``message.files.all()`` gives is at hand from then on, so that shown() asks no more.
    """
    with_files = [message for message in messages if message.has_files]
    if with_files:
        prefetch_related_objects(with_files, "files")
    return {
        message.pk: [shown_file(file) for file in message.files.all()] for message in with_files
    }


def gist(message: Message, text: str) -> str:
    """``text``, which says in short what a message says; the names of its files where they say it
    all."""
    if text or not message.has_files:
        return text
    return ", ".join(file.name for file in message.files.all())


def shown_size(size: int) -> str:
    """Bytes in the largest unit of which there is at least one; two digits below ten."""
    number = float(size)
    for unit in UNITS:
        if number < 1000 or unit == UNITS[-1]:
            break
        number /= 1000
    digits = 1 if number < 9.95 and unit != "B" else 0
    return f"{number:.{digits}f} {unit}"


def _fitted(width: int, height: int) -> tuple[int, int]:
    """An image's size within BOX; a small one stays as it is."""
    if not width or not height:
        return (0, 0)
    scale = min(1, BOX[0] / width, BOX[1] / height)
    return max(LEAST, round(width * scale)), max(LEAST, round(height * scale))
