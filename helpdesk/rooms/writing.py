"""Many people's posts as one statement: checked, numbered and committed together.

posting.py does the same for one message by the ORM, in a dozen statements; that is what this must
agree with, and the same tests hold for both. It is here because a round trip and a commit for all
that has arrived, instead of many for each, is worth ten times the messages (docs/performance.md).
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from psycopg import AsyncCursor
from psycopg.errors import ProgrammingError, UniqueViolation

from helpdesk.rooms import lone_post
from helpdesk.rooms import writing_statements as statements
from helpdesk.rooms.answers import WritingConnection
from helpdesk.rooms.lone_post import write_lone
from helpdesk.rooms.posts import Post, Written

# The statements of these connections are planned once, when tables may be empty that are large
# later; every row of theirs that they want is to be had by an index.
SESSION = """
SET TIME ZONE 'UTC'; SET DateStyle = ISO; SET jit = off;
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""

PATIENCE = 10.0  # seconds for a batch
TRIES = 3  # somebody's other process may be writing the same message at the same time


async def prepare(connection: WritingConnection) -> None:
    """Make a new connection ready for write. Raises psycopg.Error."""
    await connection.execute(SESSION)
    await lone_post.prepare(connection)


def nothing() -> None:
    """Nothing to do while the database writes."""


async def write(
    connection: WritingConnection,
    posts: Sequence[Post],
    meanwhile: Callable[[], None] = nothing,
) -> list[Written | None]:
    """Commit these posts, each room's in their order. For each what became of it: None where the
    session has ended, access has changed since that epoch, or the room is archived. ``meanwhile``
    is called while the database is at work, perhaps more than once.

    The connection has to be in autocommit. Raises psycopg.Error, or TimeoutError after PATIENCE,
    and then none is written.
    """
    try:
        if len(posts) == 1:
            try:
                return [await write_lone(connection, posts[0], meanwhile, PATIENCE)]
            except ProgrammingError:
                pass  # the connection has lost what was prepared
        return await _write_batch(connection, posts, meanwhile)
    except UniqueViolation:
        # One of them is a message already, and all of it is undone, its numbers too.
        async with asyncio.timeout(PATIENCE):
            return await _write_but_sent(connection, posts)


async def _write_batch(
    connection: WritingConnection, posts: Sequence[Post], meanwhile: Callable[[], None]
) -> list[Written | None]:
    cursor = AsyncCursor(connection)
    written = cursor.execute(statements.never_sent(), _values(posts), prepare=True)
    async with asyncio.timeout(PATIENCE):
        asked = asyncio.Task(written, loop=asyncio.get_running_loop(), eager_start=True)
        meanwhile()
        await asked
    return await _read(cursor)


async def _read(cursor: AsyncCursor[Any]) -> list[Written | None]:
    return [None if row[0] is None else Written(*row) for row in await cursor.fetchall()]


def _values(posts: Sequence[Post]) -> list[Any]:
    columns = [list(column) for column in zip(*posts, strict=True)]
    return [*columns, sorted(set(columns[0]))]


async def _write_but_sent(
    connection: WritingConnection, posts: Sequence[Post]
) -> list[Written | None]:
    cursor = AsyncCursor(connection)
    for _ in range(TRIES):
        try:
            await cursor.execute(statements.sent_before(), _values(posts), prepare=False)
            return await _read(cursor)
        except UniqueViolation as error:
            # The same message was committed elsewhere after this statement had begun; the next
            # try sees it.
            conflict = error
    raise conflict
