"""A picture in the demo's story, drawn by its own code: how damp it was in four houses."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

SIZE = (1200, 720)  # pixels
PAPER, GRID, INK = "#fbfaf7", "#e4e1da", "#5d6470"
HOUSES = {"House 1": "#3a7d5d", "House 2": "#3867b5", "House 3": "#c0392b", "House 4": "#b0802a"}
HOURS = 24
BROKE_AT = 15  # o'clock, in house 3
LEFT, TOP, RIGHT, BOTTOM = 90, 70, 1160, 640  # of the chart, in pixels
FONT = 22  # pixels


def humidity() -> SimpleUploadedFile:
    """The chart that Tomas sends, as a browser would upload it."""
    picture = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(picture)
    _grid(draw)
    for number, (house, colour) in enumerate(HOUSES.items()):
        draw.line([_at(hour, _damp(number, hour)) for hour in range(HOURS + 1)], colour, 5, "curve")
        draw.text((LEFT + number * 170, 24), house, colour, font_size=FONT + 4)
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return SimpleUploadedFile("humidity today.png", written.getvalue(), "image/png")


def _grid(draw: ImageDraw.ImageDraw) -> None:
    for percent in range(0, 101, 25):
        draw.line([_at(0, percent), _at(HOURS, percent)], GRID, 2)
        draw.text((20, _at(0, percent)[1] - FONT // 2), f"{percent} %", INK, font_size=FONT)
    for hour in range(0, HOURS + 1, 6):
        draw.text((_at(hour, 0)[0] - FONT, BOTTOM + 20), f"{hour}:00", INK, font_size=FONT)


def _damp(house: int, hour: int) -> int:
    """Percent: a little less in the middle of the day, and nothing where the sensor forgot."""
    if house == 2 and hour >= BROKE_AT:
        return 0
    return 74 - house * 3 - max(0, 10 - abs(hour - 13)) + (hour * 7 + house * 5) % 4


def _at(hour: int, percent: int) -> tuple[int, int]:
    x = LEFT + (RIGHT - LEFT) * hour // HOURS
    return x, BOTTOM - (BOTTOM - TOP) * percent // 100
