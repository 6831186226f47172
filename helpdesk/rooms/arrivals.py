"""Those who come to a room and have missed nothing, which are most: found for many at once.

A page has the newest messages from the server, and its socket asks for what came since. What
catching_up.missed_by asks of the database by the ORM, in five queries for each, this asks in one
for all; whoever has missed something, and agents, are left to missed_by. The tests hold both to the
same answers, and docs/performance.md has what it is worth.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from helpdesk.rooms.badges import Badge, PersonBadge, Verdict
from helpdesk.rooms.catching_up import Missed
from helpdesk.rooms.writing_statements import with_open_sessions


class Arrival(NamedTuple):
    """The holder of ``badge``, last judged with ``verdict``, comes to a room and knows it up to a
    number, and up to a revision unless that is None."""

    badge: Badge
    verdict: Verdict
    room: int
    after: int
    revision: int | None = None


def nothing_missed(arrivals: Sequence[Arrival]) -> list[Missed | None]:
    """What missed_by says of each who has missed nothing; None of all others, for whom it must be
    asked."""
    people = {turn: one for turn, one in enumerate(arrivals, 1) if _is_let_in_by_verdict(one)}
    found: dict[int, Missed | None] = {}
    if people:
        with connection.cursor() as cursor:
            cursor.execute(statement(), _values(people))
            found = {turn: _missed(people[turn], *row) for turn, *row in cursor.fetchall()}
    return [found.get(turn) for turn in range(1, len(arrivals) + 1)]


def _is_let_in_by_verdict(arrival: Arrival) -> bool:
    return isinstance(arrival.badge, PersonBadge) and arrival.verdict.admits(arrival.room)


def _values(people: dict[int, Arrival]) -> list[list[Any]]:
    sessions = [one.badge.session for one in people.values() if isinstance(one.badge, PersonBadge)]
    return [list(people), sessions, [one.room for one in people.values()]]


def _missed(arrival: Arrival, seq: int, revision: int, epoch: int, is_known: bool) -> Missed | None:
    if epoch != arrival.verdict.standing.epoch or arrival.after < seq:
        return None
    if arrival.revision is not None and arrival.revision < revision:
        return None
    return Missed([], epoch, seq, more=False, revision=revision, is_known=is_known)


@cache
def statement() -> str:
    """Of sessions that are open and rooms of their workspace: how far the room has come, the
    workspace's epoch, and whether the room's people know who comes (acquaintance.knows)."""
    return with_open_sessions(ARRIVALS).decode()


ARRIVALS = """
SELECT arrival.turn, room.last_seq, room.last_revision, open.person__workspace__epoch, EXISTS (
    SELECT FROM helpdesk_message
    WHERE room_id = room.id AND person_id = open.person_id AND agent_id IS NULL
)
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS arrival (turn, session, room)
JOIN ({open_sessions}) open ON open.id = arrival.session
JOIN helpdesk_room room ON room.id = arrival.room
    AND room.workspace_id = open.person__workspace_id
"""
