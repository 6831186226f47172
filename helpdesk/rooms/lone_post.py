"""One post by the shortest way that the driver has: a statement that is prepared with the
connection, values as text, one answer, no cursor.

On a quiet server a post is mostly alone, and this takes two thirds of a cursor's time
(docs/performance.md). Where it can't, writing.py writes it as a batch of one.
"""

from collections.abc import Callable
from datetime import datetime

from psycopg.errors import error_from_result
from psycopg.postgres import types
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult

from helpdesk.rooms.answers import WritingConnection
from helpdesk.rooms.giving_way import give_way
from helpdesk.rooms.posts import Post, Written
from helpdesk.rooms.writing_statements import one

NAME = b"lone_post"
PREPARED_WITHIN = 10.0  # seconds
TYPES = [types[name].oid for name in ("int8", "int8", "int8", "int8", "uuid", "text")]
# A text's length goes with it in binary alone; as text it would end at a NUL.
FORMATS = [Format.TEXT] * 5 + [Format.BINARY]


async def prepare(connection: WritingConnection) -> None:
    """Make a connection ready for write_lone. Raises psycopg.Error."""
    connection.pgconn.send_prepare(NAME, one(), TYPES)
    await _answer(connection, PREPARED_WITHIN)


async def write_lone(
    connection: WritingConnection, post: Post, meanwhile: Callable[[], None], within: float
) -> Written | None:
    """The same as writing.write for one post that was never sent.

    ``meanwhile`` is called while the database writes, for which it has ``within`` seconds. Raises
    TimeoutError, psycopg.Error; UniqueViolation if it was sent before.
    """
    values = [str(value).encode() for value in post]
    connection.pgconn.send_query_prepared(NAME, values, FORMATS)
    give_way()
    meanwhile()
    answer = await _answer(connection, within)
    if not answer.ntuples:
        return None
    seq, at, name = (answer.get_value(0, column) or b"" for column in range(3))
    return Written(int(seq), True, datetime.fromisoformat(at.decode()), name.decode())


async def _answer(connection: WritingConnection, within: float) -> PGresult:
    answer = await connection.answer(within)
    if answer.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise error_from_result(answer)
    return answer
