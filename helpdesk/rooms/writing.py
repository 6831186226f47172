"""Many people's posts as one statement: checked, numbered and committed together.

posting.py does the same for one message by the ORM, in a dozen statements; that is what this must
agree with, and the same tests hold for both. It is here because a round trip and a commit for all
that has arrived, instead of many for each, is worth ten times the messages (docs/performance.md).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import AsyncConnection, AsyncCursor
from psycopg.errors import UniqueViolation

from helpdesk.rooms import writing_statements as statements

TRIES = 3  # somebody's other process may be writing the same message at the same time


class Post(NamedTuple):
    """A person's plain text, with the session and the epoch under which they were let into the
    room. No two of one batch may have the same room, person and client_id."""

    room: int
    person: int
    session: int
    epoch: int
    client_id: UUID
    text: str


class Written(NamedTuple):
    """A post that is committed; ``is_new`` is False where this client had sent it before. ``name``
    is its author's by now."""

    seq: int
    is_new: bool
    created_at: datetime
    name: str


async def write(connection: AsyncConnection[Any], posts: Sequence[Post]) -> list[Written | None]:
    """Commit these posts, each room's in their order. For each what became of it: None where the
    session has ended, access has changed since that epoch, or the room is archived.

    The connection has to be in autocommit. Raises psycopg.Error, and then none is written.
    """
    cursor = AsyncCursor(connection)
    try:
        if len(posts) == 1:
            return [await _write_one(cursor, posts[0])]
        await cursor.execute(statements.never_sent(), _values(posts), prepare=True)
    except UniqueViolation:
        # One of them is a message already, and all of it is undone, its numbers too.
        await _write_but_sent(cursor, _values(posts))
    return [None if row[0] is None else Written(*row) for row in await cursor.fetchall()]


async def _write_one(cursor: AsyncCursor[Any], post: Post) -> Written | None:
    """On a quiet server most batches are of one, and this takes half the time."""
    room, person, session, epoch, client_id, text = post
    values = (room, session, person, epoch, person, client_id, text, person)
    await cursor.execute(statements.one(), values, prepare=True)
    row = await cursor.fetchone()
    return Written(*row) if row else None


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
