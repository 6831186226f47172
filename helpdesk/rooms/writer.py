"""This process's writer of plain posts: what arrives while one batch is written is the next one.

So a batch grows with the load, and a quiet server adds no wait. It has connections of its own and
runs in the hub's loop. Where it can't help, posting.py writes.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from copy import copy
from typing import Any

from django.db import connection
from psycopg import AsyncConnection, OperationalError
from psycopg_pool import AsyncConnectionPool

from customers.models import Person
from helpdesk.rooms.events import MessageHint, hint_of, messages_written
from helpdesk.rooms.plain_rendering import plain_fragment
from helpdesk.rooms.plain_words import in_short
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import ShownMessage
from helpdesk.rooms.writing import Post, Written, write

log = logging.getLogger(__name__)

LINES = 2  # batches written at once; a room's posts always stand in the same line
MOST_IN_BATCH = 256
MOST_WAITING = 2000  # posts of all lines; the clients of more are told to try again
PATIENCE = 10.0  # seconds for a connection, and for a batch
RECONNECT_WITHIN = 5.0  # seconds, as Django's own pool (unknown_user/environment.py)

type Key = tuple[int, int, Any]  # room, person, client_id: what makes two posts the same message
type Waiting = asyncio.Future[Written | None]
type Asked = tuple[Post, Person, list[Waiting]]


class _Line:
    """Posts that wait, and the one batch that is being written."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self._pool = pool
        self._posts: dict[Key, Asked] = {}
        self._has_posts = asyncio.Event()
        self._tells: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._posts)

    def add(self, post: Post, author: Person) -> Waiting:
        waiting: Waiting = asyncio.get_running_loop().create_future()
        key = (post.room, post.person, post.client_id)
        self._posts.setdefault(key, (post, author, []))[2].append(waiting)
        self._has_posts.set()
        return waiting

    async def run(self) -> None:
        while True:
            await self._has_posts.wait()
            await asyncio.sleep(0)  # what the same turn of the loop still reads comes along
            batch = [self._posts.pop(key) for key in list(self._posts)[:MOST_IN_BATCH]]
            if not self._posts:
                self._has_posts.clear()
            await self._settle(batch)

    async def _settle(self, batch: list[Asked]) -> None:
        try:
            written = await self._written([post for post, _author, _waiting in batch])
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
        # Beside: the channel layer may take its time, and nobody's acknowledgement waits for it.
        task = asyncio.create_task(_tell(batch, written))
        self._tells.add(task)
        task.add_done_callback(self._tells.discard)
        self._answer(batch, written)

    async def _written(self, posts: list[Post]) -> list[Written | None]:
        try:
            return await self._write(posts)
        except OperationalError:
            # The connection was lost, perhaps after the commit. The same posts again are the same
            # messages, so one more try can't do harm.
            return await self._write(posts)

    async def _write(self, posts: list[Post]) -> list[Written | None]:
        async with self._pool.connection(PATIENCE) as connection, asyncio.timeout(PATIENCE):
            return await write(connection, posts)

    def close(self) -> None:
        """Tell those whose posts were not begun to try again."""
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
            min_size=1,
            max_size=LINES,
            open=False,
            kwargs=_connection_parameters(),
            configure=_configure,
            # Its own five minutes would leave up to half of one without any after an outage
            reconnect_timeout=RECONNECT_WITHIN,
            name="writer",
        )
        await pool.open()
        self._lines = [_Line(pool) for _ in range(LINES)]
        tasks = [asyncio.create_task(line.run()) for line in self._lines]
        try:
            yield
        finally:
            lines, self._lines = self._lines, []
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for line in lines:
                line.close()
            await pool.close()

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


async def _tell(batch: list[Asked], written: list[Written | None]) -> None:
    try:
        hints = [
            _hint(post, author, one)
            for (post, author, _waiting), one in zip(batch, written, strict=True)
            if one is not None and one.is_new
        ]
        if hints:
            await messages_written(hints)
    except Exception:
        log.exception("What was written could not be told; hubs will find it in the database")


def _hint(post: Post, author: Person, written: Written) -> MessageHint:
    if author.name != written.name:
        author = copy(author)
        author.name = written.name
    message = ShownMessage(
        post.room, written.seq, post.client_id, author, post.text, written.created_at
    )
    html, words = plain_fragment(message), in_short(post.text)
    return hint_of(message, html, words, author.workspace_id, post.epoch)


def _connection_parameters() -> dict[str, Any]:
    """How to reach the database that Django uses, without what only Django needs."""
    parameters = connection.get_connection_params()
    for name in ("context", "cursor_factory", "prepare_threshold", "pool"):
        parameters.pop(name, None)
    return parameters | {"autocommit": True}


# The one statement of these connections is planned once, when tables may be empty that are large
# later; every row of theirs that it wants is to be had by an index.
SESSION = """
SET TIME ZONE 'UTC'; SET plan_cache_mode = force_generic_plan; SET jit = off;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""


async def _configure(connection: AsyncConnection[Any]) -> None:
    await connection.execute(SESSION)
