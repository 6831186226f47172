"""What is an image: what Pillow decodes within limits, whatever its name or its browser says."""

import logging
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO

from PIL import Image, ImageOps

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
FORMATS = tuple(name for name in TYPES if name != "MPO")  # the opener of JPEG finds it
# 40 megapixels of any format are decoded and made small within about a second, in 160 MB (measured
# with Pillow 12: JPEG 0.2 s, GIF 0.3, AVIF 0.7, WebP 0.9, PNG 1.4).
MOST_PIXELS = 40_000_000
# A message shows images up to half of this: enough for screens with two dots a pixel.
THUMBNAIL = (640, 480)  # pixels
ORIENTATION = 0x0112  # the EXIF tag; from 5 on, the image lies on its side

# However many upload at once, two images a process are in memory as pixels.
_turns = BoundedSemaphore(2)


@dataclass(frozen=True)
class Picture:
    """An image as it is seen, turned the right way up: its size in pixels, and a small one."""

    content_type: str
    width: int
    height: int
    thumbnail: bytes  # WebP, with nothing of the camera's or the author's data


def picture_of(file: IO[bytes]) -> Picture | None:
    """What the file shows; None for all that is not an image of TYPES within MOST_PIXELS."""
    with _turns:
        try:
            return _read(file)
        except Exception as error:  # of a broken file Pillow's readers raise whatever they meet
            log.debug("A file is taken for no image: %s", type(error).__name__)
            return None
        finally:
            file.seek(0)


def _read(file: IO[bytes]) -> Picture | None:
    file.seek(0)
    with Image.open(file, formats=FORMATS) as image:
        width, height = image.size
        if image.format is None or width * height > MOST_PIXELS:
            return None
        content_type = TYPES[image.format]
        box = THUMBNAIL
        if image.getexif().get(ORIENTATION, 1) >= 5:
            width, height = height, width
            box = (THUMBNAIL[1], THUMBNAIL[0])
        return Picture(content_type, width, height, _thumbnail(image, box))


def _thumbnail(image: Image.Image, box: tuple[int, int]) -> bytes:
    image.thumbnail(box, Image.Resampling.BICUBIC, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    pixels = Image.new(mode, upright.size)  # the pixels alone: what came with them stays behind
    pixels.paste(upright.convert(mode))
    written = BytesIO()
    pixels.save(written, "WEBP", quality=80)
    return written.getvalue()
