"""No request is longer than the limit, whether it says so or not."""

import errno

import pytest
from asgiref.testing import ApplicationCommunicator

from unknown_user.body_limit import BodyLimit


async def status_of(app, *pieces: bytes, announced: int | None = None) -> int:
    length = [(b"content-length", str(announced).encode())] if announced is not None else []
    line = ApplicationCommunicator(BodyLimit(app), {"type": "http", "headers": length})
    for piece in pieces:
        await line.send_input({"type": "http.request", "body": piece, "more_body": True})
    await line.send_input({"type": "http.request", "body": b"", "more_body": False})
    await line.wait(5)
    return (await line.receive_output(5))["status"]


async def reading(scope, receive, send):
    while (await receive())["more_body"]:
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})


@pytest.fixture(autouse=True)
def limit(settings):
    settings.LONGEST_BODY = 10


async def test_what_is_within_the_limit_is_served():
    assert await status_of(reading, b"12345", b"67890", announced=10) == 200


async def test_what_says_that_it_is_longer_is_not_even_read():
    async def unread(scope, receive, send):
        raise AssertionError("was asked")

    assert await status_of(unread, announced=11) == 413


async def test_what_turns_out_longer_is_stopped():
    assert await status_of(reading, b"12345", b"678901") == 413


async def test_a_full_disk_is_said():
    async def full(scope, receive, send):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert await status_of(full) == 507


@pytest.mark.parametrize("error", [OSError(errno.EIO, "broken"), ValueError()])
async def test_other_errors_stay_what_they_are(error):
    async def failing(scope, receive, send):
        raise error

    with pytest.raises(type(error)):
        await status_of(failing)
