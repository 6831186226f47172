"""Makes an image small: a program of its own, which images.py starts for each one.

Whoever sends an image says in it how much work it is: a few hundred bytes of comments, scans or
EXIF can take hours or all memory, and every decoder has had its holes. So it happens in a process
that nothing else depends on, with limits of time and memory. It imports nothing of ours.
"""

import resource
import sys
from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
# 40 megapixels of any format are decoded and made small within about a second (measured with Pillow
# 12: JPEG 0.2 s, GIF 0.3, AVIF 0.7, WebP 0.9, PNG 1.4), in 40 MB to 700 MB (JPEG, WebP).
MOST_PIXELS = 40_000_000
MOST_SECONDS = 5  # of computing
MOST_MEMORY = 1_000_000_000  # bytes
ORIENTATION = 0x0112  # the EXIF tag; from 5 on, the image lies on its side


def main(width: int, height: int, kind: str) -> None:
    """Read an image; write the name of its format, its size and that of the small one, in a line,
    and then the small one, which fits ``width`` and ``height``, as a ``kind``. Fails for what is no
    image of FORMATS."""
    content = sys.stdin.buffer.read()
    for limit, most in (
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        size = image.size
        if size[0] * size[1] > MOST_PIXELS:
            sys.exit(1)
        box = (width, height)
        if image.getexif().get(ORIENTATION, 1) >= 5:
            size, box = (size[1], size[0]), (height, width)
        small = _small(image, box)
        numbers = [*size, *small.size]
        head = f"{image.format} {' '.join(map(str, numbers))}\n"
    sys.stdout.buffer.write(head.encode() + _written(small, kind))


def _small(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    image.thumbnail(box, Image.Resampling.BICUBIC, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    pixels = Image.new(mode, upright.size)  # the pixels alone: what came with them stays behind
    pixels.paste(upright.convert(mode))
    return pixels


def _written(pixels: Image.Image, kind: str) -> bytes:
    if kind == "JPEG" and pixels.mode == "RGBA":  # which knows no transparency
        white = Image.new("RGBA", pixels.size, "white")
        pixels = Image.alpha_composite(white, pixels).convert("RGB")
    written = BytesIO()
    pixels.save(written, kind, quality=80)
    return written.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
