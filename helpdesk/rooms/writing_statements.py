"""The SQL of writing.py.

A room's row is taken as it stands once its lock is had, so that numbers go on from there; and so is
the time, for a statement that began earlier may get the lock later. All else is seen as of the
statement's beginning, which is after each post had arrived: what changed access before that is in
the epoch. The session's conditions are PersonSession.objects.open()'s.
"""

from functools import cache
from typing import LiteralString

from psycopg.sql import SQL

from customers.models import PersonSession


@cache
def one() -> bytes:
    """One post that was never sent, $1 to $6 as posts.Post: its number, when, its author's name;
    no row where that is not allowed (any more)."""
    return with_open_sessions(ONE)


@cache
def never_sent() -> bytes:
    """A batch, none of which was ever sent: the same for each, in their order."""
    return with_open_sessions(BATCH, sent_before=SENT_NEVER)


@cache
def sent_before() -> bytes:
    """A batch some of which may be messages already."""
    return with_open_sessions(BATCH, sent_before=SENT_BEFORE)


def with_open_sessions(statement: LiteralString, **parts: LiteralString) -> bytes:
    """The statement with these parts in their places, and for {open_sessions} a query of the
    sessions that are open, by its fields' names."""
    sessions = PersonSession.objects.open().values(
        "id", "person_id", "person__name", "person__workspace_id", "person__workspace__epoch"
    )
    text, parameters = sessions.query.sql_with_params()
    assert not parameters and "%" not in text  # noqa: S101
    filled = {name: SQL(part) for name, part in parts.items()}
    return SQL(statement).format(open_sessions=SQL(text), **filled).as_bytes()


ONE = """
WITH room AS (
    UPDATE helpdesk_room SET last_seq = last_seq + 1, last_message_at = clock_timestamp()
    FROM ({open_sessions}) open
    WHERE helpdesk_room.id = $1 AND archived_at IS NULL
        AND open.id = $3 AND open.person_id = $2
        AND open.person__workspace_id = helpdesk_room.workspace_id
        AND open.person__workspace__epoch = $4
    RETURNING helpdesk_room.id, last_seq AS seq, last_message_at AS at, open.person__name AS name
), stored AS (
    INSERT INTO helpdesk_message (room_id, seq, person_id, client_id, text, created_at)
    SELECT id, seq, $2, $5, $6, at FROM room
), read AS (
    INSERT INTO helpdesk_reading (room_id, person_id, seq, updated_at)
    SELECT id, $2, seq, at FROM room
    ON CONFLICT (person_id, room_id) WHERE person_id IS NOT NULL
    DO UPDATE SET seq = greatest(helpdesk_reading.seq, excluded.seq),
        updated_at = excluded.updated_at
)
SELECT seq, at, name FROM room
"""
# The rooms are locked in order of id, so that processes don't wait for each other in circles.
SENT_NEVER = "SELECT turn, 0 AS seq, statement_timestamp() AS created_at FROM allowed WHERE false"
SENT_BEFORE = """
    SELECT allowed.turn, message.seq, message.created_at
    FROM allowed JOIN helpdesk_message message ON message.room_id = allowed.room
        AND message.person_id = allowed.person AND message.client_id = allowed.client_id
        AND message.agent_id IS NULL
"""
BATCH = """
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
        last_seq + row_number() OVER (PARTITION BY room ORDER BY turn) AS seq,
        clock_timestamp() AS at
    FROM allowed WHERE turn NOT IN (SELECT turn FROM sent_before)
), counted AS (
    UPDATE helpdesk_room SET last_seq = newest.seq, last_message_at = newest.at
    FROM (SELECT room, max(seq) AS seq, max(at) AS at FROM numbered GROUP BY room) newest
    WHERE helpdesk_room.id = newest.room
), stored AS (
    INSERT INTO helpdesk_message (room_id, seq, person_id, client_id, text, created_at)
    SELECT room, seq, person, client_id, text, at FROM numbered
), read AS (
    INSERT INTO helpdesk_reading (room_id, person_id, seq, updated_at)
    SELECT room, person, max(seq), max(at) FROM numbered GROUP BY room, person
    ON CONFLICT (person_id, room_id) WHERE person_id IS NOT NULL
    DO UPDATE SET seq = greatest(helpdesk_reading.seq, excluded.seq),
        updated_at = excluded.updated_at
)
SELECT coalesce(numbered.seq, sent_before.seq)::int, numbered.seq IS NOT NULL,
    coalesce(sent_before.created_at, numbered.at), allowed.name
FROM post
LEFT JOIN allowed USING (turn)
LEFT JOIN numbered USING (turn)
LEFT JOIN sent_before USING (turn)
ORDER BY turn
"""
