"""A connection on which answers are waited for without asking the event loop anew for each.

psycopg adds its socket to the loop for each wait and takes it away again, which are seven calls of
the kernel: a fifteenth of what a lone post takes on a quiet server (docs/performance.md). Here the
loop listens from the first lone post on, until somebody else uses the connection.
"""

import asyncio
from contextlib import suppress
from typing import Any

from psycopg import AsyncConnection, Error
from psycopg.generators import execute
from psycopg.pq.abc import PGresult

CANCEL_WITHIN = 5.0  # seconds, as psycopg's own


class WritingConnection(AsyncConnection[Any]):
    """What the writer writes by. ``prepare`` of writing.py makes it ready."""

    _listens_to: int | None = None  # the socket's file descriptor, while it listens
    _heard: asyncio.Future[None] | None = None  # while somebody waits
    _is_late = False

    async def answer(self, within: float) -> PGresult:
        """The first result of what was just sent by ``pgconn``; the rest is forgotten.

        Raises psycopg.OperationalError where the connection is lost, TimeoutError after ``within``
        seconds. Then, or cancelled, it has the database stop, and is of no more use.
        """
        if self.pgconn.flush():  # there is more than the kernel takes at once
            async with asyncio.timeout(within):
                return (await self.wait(execute(self.pgconn)))[0]
        results, self._is_late = [], False
        # By a timer alone: asyncio.timeout is a dozen calls, and each counts after a rest
        timer = asyncio.get_running_loop().call_later(within, self._give_up)
        try:
            while result := await self._next():
                results.append(result)
        except (asyncio.CancelledError, TimeoutError):
            self._stop_listening()
            with suppress(Error):
                await self.cancel_safe(timeout=CANCEL_WITHIN)
            raise
        except Error:
            self._stop_listening()
            raise
        finally:
            timer.cancel()
        return results[0]

    async def wait(self, *args: Any, **kwargs: Any) -> Any:
        """psycopg's own way to wait, for whatever else is done by this connection."""
        self._stop_listening()
        return await super().wait(*args, **kwargs)

    async def close(self) -> None:
        self._stop_listening()
        await super().close()

    def _stop_listening(self) -> None:
        socket, self._listens_to = self._listens_to, None
        if socket is not None:
            asyncio.get_running_loop().remove_reader(socket)

    async def _next(self) -> PGresult | None:
        while self.pgconn.is_busy():
            await self._hear()
            self.pgconn.consume_input()
        return self.pgconn.get_result()

    async def _hear(self) -> None:
        if self._is_late:
            raise TimeoutError
        loop = asyncio.get_running_loop()
        if self._listens_to is None:
            self._listens_to = self.pgconn.socket
            loop.add_reader(self._listens_to, self._on_readable)
        self._heard = loop.create_future()
        try:
            await self._heard
        finally:
            self._heard = None

    def _give_up(self) -> None:
        self._is_late = True
        if self._heard is not None and not self._heard.done():
            self._heard.set_exception(TimeoutError())

    def _on_readable(self) -> None:
        if self._heard is None:
            self._stop_listening()  # a farewell, which whoever writes next will find
        elif not self._heard.done():
            self._heard.set_result(None)
