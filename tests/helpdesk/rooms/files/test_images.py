import struct
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from helpdesk.rooms.files import images
from helpdesk.rooms.files.decoding import ORIENTATION
from helpdesk.rooms.files.images import picture_of
from tests.helpdesk.rooms.files.conftest import bomb, drawn

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
    ],
)
def test_what_browsers_show_is_an_image(kind, content_type):
    picture = picture_of(BytesIO(drawn(kind, (60, 45))))
    assert (picture.content_type, picture.width, picture.height) == (content_type, 60, 45)


@pytest.mark.catalogue("AZ-45")
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(SVG, id="svg"),
        pytest.param(HTML, id="html"),
        pytest.param(bomb(), id="bomb"),
        pytest.param(bomb(10_000, 4_001), id="a bit too many pixels"),
        pytest.param(bomb(2**31 - 1, 2**31 - 1), id="absurd"),
        pytest.param(bomb(6_000, 6_000), id="pixels that are not there"),
        pytest.param(drawn("BMP"), id="bmp"),
        pytest.param(drawn("TIFF"), id="tiff"),
        pytest.param(drawn("ICO", (32, 32)), id="ico"),
        pytest.param(drawn("PDF"), id="pdf"),
        pytest.param(drawn("JPEG", (400, 300))[:700], id="cut off"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"GIF89a<script>alert(1)</script>", id="only begins like one"),
    ],
)
def test_everything_else_is_not(content):
    assert picture_of(BytesIO(content)) is None


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("P", "PNG"), ("L", "PNG"), ("1", "PNG"), ("I;16", "PNG"), ("LA", "PNG"), ("CMYK", "JPEG")],
)
def test_pixels_of_every_kind_become_a_thumbnail(mode, kind):
    with Image.open(BytesIO(picture_of(BytesIO(drawn(kind, mode=mode))).thumbnail)) as small:
        assert (small.format, small.size) == ("WEBP", (40, 30))


@pytest.mark.parametrize(
    ("size", "small"),
    [((2000, 1000), (640, 320)), ((300, 3000), (48, 480)), ((9000, 2), (640, 1)), ((9, 9), (9, 9))],
)
def test_a_thumbnail_fits_its_box_and_is_never_larger_than_the_image(size, small):
    with Image.open(BytesIO(picture_of(BytesIO(drawn(size=size))).thumbnail)) as thumbnail:
        assert thumbnail.size == small


def test_what_is_clear_stays_clear():
    content = drawn(mode="RGBA", size=(10, 10))
    with Image.open(BytesIO(picture_of(BytesIO(content)).thumbnail)) as thumbnail:
        assert thumbnail.getpixel((5, 5))[3] == 0


def test_a_photo_that_lies_on_its_side_is_turned_and_tells_nothing_of_its_camera():
    photo = Image.new("RGB", (80, 40), "white")
    ImageDraw.Draw(photo).rectangle((0, 0, 20, 40), fill="black")  # left: up, once it is turned
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[0x0110] = "Camera of Ana"
    written = BytesIO()
    photo.save(written, "JPEG", exif=exif, comment=b"of Ana")
    picture = picture_of(written)
    assert (picture.width, picture.height) == (40, 80)
    assert b"Ana" in written.getvalue()
    assert b"Ana" not in picture.thumbnail
    with Image.open(BytesIO(picture.thumbnail)) as small:
        assert small.size == (40, 80)
        assert not small.getexif()
        assert small.getpixel((20, 4))[0] < 60 < small.getpixel((20, 70))[0]


def test_the_file_is_read_from_its_start_by_whoever_comes_next():
    file = BytesIO(drawn())
    file.read()
    assert picture_of(file)
    assert file.tell() == 0


def test_a_turn_is_given_back_whatever_happens():
    for _ in range(3):
        assert picture_of(BytesIO(HTML)) is None
    assert images._turns.acquire(blocking=False)
    images._turns.release()


def test_an_image_that_would_take_all_memory_is_none():
    """Thousands of EXIF's values may be the same bytes, and each is read for itself."""
    size, number = 500_000, 3_000
    values = (struct.pack("<HHII", 1 + tag, 1, size, 0) for tag in range(number))
    exif = b"II*\0\x08\0\0\0" + struct.pack("<H", number) + b"".join(values) + bytes(size)
    assert picture_of(BytesIO(drawn(exif=exif[: size + 4]))) is None


@pytest.mark.slow
def test_an_image_that_would_take_hours_is_none():
    """A progressive JPEG may refine its pixels again and again, with a few bytes each time."""
    whole = drawn("JPEG", (6000, 6000), mode="L", progressive=True)
    scan = whole[whole.rindex(b"\xff\xda") : -2]
    assert picture_of(BytesIO(whole)).width == 6000
    assert picture_of(BytesIO(whole[:-2] + 100_000 * scan + whole[-2:])) is None
