"""How long a request may be: decided as it comes in, before anything of it is kept."""

import errno
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

log = logging.getLogger(__name__)

TOO_MUCH, NO_ROOM = 413, 507  # status codes

type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]


class TooMuch(Exception):
    """More has come than a body may have."""


class BodyLimit:
    """Answers 413 to a request with a longer body than LONGEST_BODY, and 507 where the disk that
    it would wait on is full. Django itself would write it to that disk without end."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Serve a request, as far as it may be read."""
        if _announced(scope) > settings.LONGEST_BODY:
            await _refuse(send, TOO_MUCH)
            return
        has_begun = False

        async def noting(event: dict[str, Any]) -> None:
            nonlocal has_begun
            has_begun = True
            await send(event)

        try:
            await self.app(scope, _counted(receive), noting)
        except (TooMuch, OSError) as error:
            status = _status_of(error)
            if has_begun or status is None:
                raise
            await _refuse(send, status)


def _counted(receive: Receive) -> Receive:
    come = 0

    async def counted() -> dict[str, Any]:
        nonlocal come
        event = await receive()
        come += len(event.get("body", b""))
        if come > settings.LONGEST_BODY:
            raise TooMuch
        return event

    return counted


def _announced(scope: dict[str, Any]) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


def _status_of(error: Exception) -> int | None:
    if isinstance(error, TooMuch):
        return TOO_MUCH
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        log.error("There is no room for a request's body: %s", error)
        return NO_ROOM
    return None


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
