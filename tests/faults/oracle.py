"""What must be so after any fault: the table is the truth, and every page shows it."""

import psycopg

from tests.faults.crowds import Crowd
from tests.faults.waiting import wait_until
from tests.servers import database_url

type Rows = list[tuple[int, str]]


def stored(room: int, database: str = "") -> Rows:
    """The messages of a room of the tests' database, or another: number and client_id."""
    with psycopg.connect(database or database_url()) as connection:
        found = connection.execute(
            "SELECT seq, client_id::text FROM helpdesk_message WHERE room_id = %s ORDER BY seq",
            [room],
        )
        return found.fetchall()


def agree(
    people: Crowd, room: int, within: float = 60, *, in_order: bool = True, database: str = ""
) -> Rows:
    """Wait until everybody has sent what they wrote and shows the same room as the table, and see
    that nothing is lost, doubled or foreign. Returns what is stored.

    ``in_order``: each author's messages stand in the order in which they were written.
    """
    wait_until(people.has_written, within, "everything is written and acknowledged")
    rows = shown(people, room, within, database=database)
    ids = [client_id for _seq, client_id in rows]
    written = [client_id for client in people.clients for client_id in client.written]
    assert sorted(ids) == sorted(written)
    numbers = {client_id: seq for seq, client_id in rows}
    for client in people.clients:
        assert client.acknowledged.items() <= numbers.items()
        if in_order:
            own = [numbers[client_id] for client_id in client.written]
            assert own == sorted(own)
    return rows


def shown(people: Crowd, room: int, within: float = 60, *, database: str = "") -> Rows:
    """Wait until every page that has this room shows what is stored, which is numbered 1, 2, 3 …
    without a gap. Returns what is stored."""
    rows = stored(room, database)
    views = [client.rooms[room] for client in people.clients if room in client.rooms]
    wait_until(lambda: all(v.last >= len(rows) for v in views), within, "all have caught up")
    assert [seq for seq, _client_id in rows] == list(range(1, len(rows) + 1))
    for view in views:
        assert view.seen == rows
    return rows
