"""Files to upload, some of them hostile."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from customers.models import Agent, Person
from helpdesk.models import File, Room
from helpdesk.rooms.files.accepting import accept
from tests.helpdesk.rooms.conftest import ana, as_person, bob, eve, line, triage

__all__ = ["ana", "as_person", "bob", "eve", "line", "triage"]


def drawn(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode="RGB", **options: Any) -> bytes:
    """A picture in one of Pillow's formats."""
    written = BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 0).save(written, kind, **options)
    return written.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.fixture
def uploaded() -> Callable[..., File]:
    """A function that uploads a file as somebody into a room."""

    def uploaded(room: Room, author: Person | Agent, content: bytes = b"text", name="notes.txt"):
        return accept(room, author, SimpleUploadedFile(name, content))

    return uploaded


def body_of(response: Any) -> bytes:
    """What an answer brings, streamed or not."""
    if not response.streaming:
        return response.content

    async def read() -> bytes:
        return b"".join([piece async for piece in response])

    return async_to_sync(read)()
