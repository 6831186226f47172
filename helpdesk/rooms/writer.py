"""This process's writer of plain posts: what arrives while one batch is written is the next one.

So a batch grows with the load, and a quiet server adds no wait. It has connections of its own and
runs in the hub's loop. Where it can't help, posting.py writes.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

from django.db import connection
from psycopg import OperationalError
from psycopg_pool import AsyncConnectionPool

from customers.models import Person
from helpdesk.rooms.answers import WritingConnection
from helpdesk.rooms.drafts import Draft
from helpdesk.rooms.events import messages_written
from helpdesk.rooms.posts import Post, Written
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.writing import prepare, write

log = logging.getLogger(__name__)
NOT_TOLD = "What was written could not be told; hubs will find it in the database"

LINES = 2  # batches written at once; a room's posts always stand in the same line
MOST_IN_BATCH = 256
QUIET_AFTER = 0.1  # seconds without posts; the next one is most likely alone
MOST_WAITING = 2000  # posts of all lines; the clients of more are told to try again
PATIENCE = 10.0  # seconds for a connection
RECONNECT_WITHIN = 5.0  # seconds, as Django's own pool (unknown_user/environment.py)

type Key = tuple[int, int, Any]  # room, person, client_id: what makes two posts the same message
type Waiting = asyncio.Future[Written | None]
type Asked = tuple[Post, Person, list[Waiting]]


class _Line:
    """Posts that wait, and the one batch that is being written.

    It keeps its connection as long as that works: to ask the pool took a sixth of a lone post's
    time.
    """

    def __init__(self, pool: AsyncConnectionPool[WritingConnection]) -> None:
        self._pool = pool
        self._posts: dict[Key, Asked] = {}
        self._writing: asyncio.Task[None] | None = None
        self._quiet_from = 0.0
        self._connection: WritingConnection | None = None

    def __len__(self) -> int:
        return len(self._posts)

    def add(self, post: Post, author: Person) -> Waiting:
        waiting: Waiting = asyncio.get_running_loop().create_future()
        key = (post.room, post.person, post.client_id)
        self._posts.setdefault(key, (post, author, []))[2].append(waiting)
        if self._writing is None or self._writing.done():
            loop = asyncio.get_running_loop()
            self._writing = asyncio.Task(self._write_all(), loop=loop, eager_start=True)
        return waiting

    async def _write_all(self) -> None:
        if monotonic() < self._quiet_from:
            await asyncio.sleep(0)  # what the same turn of the loop still reads comes along
        while self._posts:
            batch = [self._posts.pop(key) for key in list(self._posts)[:MOST_IN_BATCH]]
            await self._settle(batch)
            await asyncio.sleep(0)
        self._quiet_from = monotonic() + QUIET_AFTER

    async def _settle(self, batch: list[Asked]) -> None:
        posts = [post for post, _author, _waiting in batch]
        drafts: list[Draft] = []
        try:
            written = await self._written(posts, lambda: _draft(batch, drafts))
        except asyncio.CancelledError:
            self._answer(batch, [Refused("unavailable")] * len(batch))
            raise
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, OperationalError | TimeoutError):
                for one in batch:  # what is wrong with one must not sink the others
                    await self._settle([one])
                return
            log.warning("%d posts could not be written: %r", len(batch), error)
            self._answer(batch, [Refused("unavailable")] * len(batch))
            return
        _tell(drafts, written)
        self._answer(batch, written)

    async def _written(
        self, posts: list[Post], meanwhile: Callable[[], None]
    ) -> list[Written | None]:
        try:
            return await self._write(posts, meanwhile)
        except OperationalError:
            # The connection was lost, perhaps after the commit. The same posts again are the same
            # messages, so one more try can't do harm.
            return await self._write(posts, meanwhile)

    async def _write(
        self, posts: list[Post], meanwhile: Callable[[], None]
    ) -> list[Written | None]:
        if self._connection is None:
            self._connection = await self._pool.getconn(PATIENCE)
        try:
            return await write(self._connection, posts, meanwhile)
        except BaseException:
            await self._give_back()
            raise

    async def _give_back(self) -> None:
        """Leave the connection to the pool, which replaces it if it is of no use any more."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._pool.putconn(connection)

    async def close(self) -> None:
        """Tell those whose posts were not begun to try again."""
        if self._writing is not None:
            self._writing.cancel()
            await asyncio.gather(self._writing, return_exceptions=True)
        await self._give_back()
        waiting = list(self._posts.values())
        self._answer(waiting, [Refused("unavailable")] * len(waiting))

    @staticmethod
    def _answer(batch: list[Asked], answers: Iterable[Written | Exception | None]) -> None:
        for (_post, _author, waiting), answer in zip(batch, answers, strict=True):
            for future in waiting:
                if future.done():
                    continue  # its client has gone; the message stands
                if isinstance(answer, Exception):
                    future.set_exception(answer)
                else:
                    future.set_result(answer)


class Writer:
    """Writes posts while it runs."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take posts as long as this lasts."""
        pool = AsyncConnectionPool(
            connection_class=WritingConnection,
            min_size=1,
            max_size=LINES,
            open=False,
            kwargs=connection_parameters(),
            configure=prepare,
            # Its own five minutes would leave up to half of one without any after an outage
            reconnect_timeout=RECONNECT_WITHIN,
            name="writer",
        )
        async with pool:
            self._lines = [_Line(pool) for _ in range(LINES)]
            try:
                yield
            finally:
                lines, self._lines = self._lines, []
                for line in lines:
                    await line.close()

    async def write(self, post: Post, author: Person) -> Written | None:
        """Write a post, and tell its room's readers of it; None if it has to be asked anew
        whether its author may do that.

        Raises Refused("unavailable"), after which the same may be tried again.
        """
        if not self._lines:
            return None
        if sum(map(len, self._lines)) >= MOST_WAITING:
            raise Refused("unavailable")
        return await self._lines[post.room % LINES].add(post, author)


writer = Writer()


def _draft(batch: list[Asked], drafts: list[Draft]) -> None:
    try:
        drafts[:] = [Draft(post, author) for post, author, _waiting in batch]
    except Exception:
        log.exception(NOT_TOLD)


def _tell(drafts: list[Draft], written: list[Written | None]) -> None:
    try:
        hints = [
            draft.hint(one)
            for draft, one in zip(drafts, written, strict=False)  # none where one can't be drawn up
            if one is not None and one.is_new
        ]
        messages_written(hints)
    except Exception:
        log.exception(NOT_TOLD)


def connection_parameters() -> dict[str, Any]:
    """How to reach the database that Django uses, without what only Django needs."""
    parameters = connection.get_connection_params()
    for name in ("context", "cursor_factory", "prepare_threshold", "pool"):
        parameters.pop(name, None)
    return parameters | {"autocommit": True}
