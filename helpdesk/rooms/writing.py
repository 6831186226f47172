"""Many people's posts as one statement: checked, numbered and committed together.

posting.py does the same for one message by the ORM, in a dozen statements; that is what this must
agree with, and the same tests hold for both. It is here because a round trip and a commit for all
that has arrived, instead of many for each, is worth ten times the messages (docs/performance.md).
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from psycopg import AsyncConnection, AsyncCursor
from psycopg.errors import UniqueViolation
from psycopg.sql import SQL, Composed

from customers.models import PersonSession

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
    columns = [list(column) for column in zip(*posts, strict=True)]
    values = [*columns, sorted(set(columns[0]))]
    cursor = AsyncCursor(connection)
    try:
        await cursor.execute(_statement(SENT_NEVER), values, prepare=True)
    except UniqueViolation:
        # One of them is a message already, and all of it is undone, its numbers too.
        await _write_but_sent(cursor, values)
    return [None if row[0] is None else Written(*row) for row in await cursor.fetchall()]


async def _write_but_sent(cursor: AsyncCursor[Any], values: list[Any]) -> None:
    for _ in range(TRIES):
        try:
            await cursor.execute(_statement(SENT_BEFORE), values, prepare=False)
            return
        except UniqueViolation as error:
            # The same message was committed elsewhere after this statement had begun; the next
            # try sees it.
            conflict = error
    raise conflict


@cache
def _statement(sent_before: LiteralString) -> Composed:
    sessions = PersonSession.objects.open().values(
        "id", "person_id", "person__name", "person__workspace_id", "person__workspace__epoch"
    )
    text, parameters = sessions.query.sql_with_params()
    assert not parameters and "%" not in text  # noqa: S101
    return SQL(STATEMENT).format(open_sessions=SQL(text), sent_before=SQL(sent_before))


# The rooms are locked in order of id, so that processes don't wait for each other in circles, and
# their rows are taken as they stand once the lock is had, so that numbers go on from there. All
# else is seen as of the statement's beginning, which is after each post had arrived: what changed
# access before that is in the epoch. The session's conditions are PersonSession.objects.open()'s.
SENT_NEVER = "SELECT turn, 0 AS seq, statement_timestamp() AS created_at FROM allowed WHERE false"
SENT_BEFORE = """
    SELECT allowed.turn, message.seq, message.created_at
    FROM allowed JOIN helpdesk_message message ON message.room_id = allowed.room
        AND message.person_id = allowed.person AND message.client_id = allowed.client_id
        AND message.agent_id IS NULL
"""
STATEMENT = """
WITH post AS (
    SELECT * FROM unnest(
        %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::uuid[], %s::text[]
    ) WITH ORDINALITY AS post (room, person, session, epoch, client_id, text, turn)
), room AS MATERIALIZED (
    SELECT id, workspace_id, last_seq FROM helpdesk_room
    WHERE id = ANY (%s::bigint[]) AND archived_at IS NULL ORDER BY id FOR NO KEY UPDATE
), allowed AS MATERIALIZED (
    SELECT post.*, room.last_seq, open.person__name AS name
    FROM post
    JOIN room ON room.id = post.room
    JOIN ({open_sessions}) open ON open.id = post.session AND open.person_id = post.person
        AND open.person__workspace_id = room.workspace_id
        AND open.person__workspace__epoch = post.epoch
), sent_before AS (
    {sent_before}
), numbered AS (
    SELECT allowed.*,
        last_seq + row_number() OVER (PARTITION BY room ORDER BY turn) AS seq
    FROM allowed WHERE turn NOT IN (SELECT turn FROM sent_before)
), counted AS (
    UPDATE helpdesk_room SET last_seq = newest.seq, last_message_at = statement_timestamp()
    FROM (SELECT room, max(seq) AS seq FROM numbered GROUP BY room) newest
    WHERE helpdesk_room.id = newest.room
), stored AS (
    INSERT INTO helpdesk_message (room_id, seq, person_id, client_id, text, created_at)
    SELECT room, seq, person, client_id, text, statement_timestamp() FROM numbered
), read AS (
    INSERT INTO helpdesk_reading (room_id, person_id, seq, updated_at)
    SELECT room, person, max(seq), statement_timestamp() FROM numbered GROUP BY room, person
    ON CONFLICT (room_id, person_id) WHERE agent_id IS NULL
    DO UPDATE SET seq = greatest(helpdesk_reading.seq, excluded.seq),
        updated_at = excluded.updated_at
)
SELECT coalesce(numbered.seq, sent_before.seq)::int, numbered.seq IS NOT NULL,
    coalesce(sent_before.created_at, statement_timestamp()), allowed.name
FROM post
LEFT JOIN allowed USING (turn)
LEFT JOIN numbered USING (turn)
LEFT JOIN sent_before USING (turn)
ORDER BY turn
"""
