"""What is an image: what Pillow decodes within limits, whatever its name or its browser says."""

import logging
import re
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import IO, Literal

from helpdesk.rooms.files import decoding

log = logging.getLogger(__name__)

# By Pillow's name: what every browser shows, and none of it can run. MPO is what it calls a JPEG
# with further pictures behind the first, as phones make them.
TYPES = {
    "AVIF": "image/avif",
    "GIF": "image/gif",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
}
# How these begin: for all else no process is started
BEGINNING = re.compile(rb"\x89PNG|GIF8|\xff\xd8\xff|RIFF....WEBP|....ftyp", re.DOTALL)
# A message shows images up to half of this: enough for screens with two dots a pixel.
THUMBNAIL = (640, 480)  # pixels
PATIENCE = 30  # seconds for an image, on a machine with much else to do

# However many upload at once, two images a process are in memory as pixels.
_turns = BoundedSemaphore(2)


@dataclass(frozen=True)
class Picture:
    """An image as it is seen, turned the right way up: its size in pixels, and a small one."""

    content_type: str
    width: int
    height: int
    thumbnail: bytes  # with nothing of the camera's or the author's data
    small: tuple[int, int]  # the thumbnail's size in pixels


def picture_of(
    file: IO[bytes],
    box: tuple[int, int] = THUMBNAIL,
    kind: Literal["WEBP", "JPEG"] = "WEBP",
) -> Picture | None:
    """What the file shows; None for all that is not an image of TYPES within decoding.py's limits.

    Its thumbnail fits ``box``, and is a ``kind``: in a JPEG on white what is clear.
    """
    with _turns:
        try:
            file.seek(0)
            content = file.read()
        finally:
            file.seek(0)
        if not BEGINNING.match(content):
            return None
        try:
            return _decoded(content, box, kind)
        except (subprocess.SubprocessError, OSError) as error:
            log.info("A file is taken for no image: %s", type(error).__name__)
            return None


def _decoded(content: bytes, box: tuple[int, int], kind: str) -> Picture:
    command = [sys.executable, "-I", decoding.__file__, str(box[0]), str(box[1]), kind]
    done = subprocess.run(
        command,
        input=content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE,
        check=True,
    )
    head, _line_break, thumbnail = done.stdout.partition(b"\n")
    name, *numbers = head.decode().split()
    width, height, *small = map(int, numbers)
    return Picture(TYPES[name], width, height, thumbnail, (small[0], small[1]))
