"""Many people's posts as one statement: checked, numbered and committed together.

posting.py does the same for one message by the ORM, in a dozen statements; that is what this must
agree with, and the same tests hold for both. It is here because a round trip and a commit for all
that has arrived, instead of many for each, is worth ten times the messages (docs/performance.md).
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from psycopg import AsyncConnection, AsyncCursor
from psycopg.errors import ProgrammingError, UniqueViolation

from helpdesk.rooms import lone_post
from helpdesk.rooms import writing_statements as statements
from helpdesk.rooms.lone_post import write_lone
from helpdesk.rooms.posts import Post, Written

# The statements of these connections are planned once, when tables may be empty that are large
# later; every row of theirs that they want is to be had by an index.
SESSION = """
SET TIME ZONE 'UTC'; SET DateStyle = ISO; SET jit = off;
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off
"""

TRIES = 3  # somebody's other process may be writing the same message at the same time


async def prepare(connection: AsyncConnection[Any]) -> None:
    """Make a new connection ready for write. Raises psycopg.Error."""
    await connection.execute(SESSION)
    await lone_post.prepare(connection)


async def write(connection: AsyncConnection[Any], posts: Sequence[Post]) -> list[Written | None]:
    """Commit these posts, each room's in their order. For each what became of it: None where the
    session has ended, access has changed since that epoch, or the room is archived.

    The connection has to be in autocommit. Raises psycopg.Error, and then none is written.
    """
    cursor = AsyncCursor(connection)
    try:
        if len(posts) == 1:
            with suppress(ProgrammingError):  # the connection has lost what was prepared
                return [await write_lone(connection, posts[0])]
        await cursor.execute(statements.never_sent(), _values(posts), prepare=True)
    except UniqueViolation:
        # One of them is a message already, and all of it is undone, its numbers too.
        await _write_but_sent(cursor, _values(posts))
    return [None if row[0] is None else Written(*row) for row in await cursor.fetchall()]


def _values(posts: Sequence[Post]) -> list[Any]:
    columns = [list(column) for column in zip(*posts, strict=True)]
    return [*columns, sorted(set(columns[0]))]


async def _write_but_sent(cursor: AsyncCursor[Any], values: list[Any]) -> None:
    for _ in range(TRIES):
        try:
            await cursor.execute(statements.sent_before(), values, prepare=False)
            return
        except UniqueViolation as error:
            # The same message was committed elsewhere after this statement had begun; the next
            # try sees it.
            conflict = error
    raise conflict
