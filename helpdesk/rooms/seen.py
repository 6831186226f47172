"""Who has seen a room's messages, and how far."""

from dataclasses import dataclass

from helpdesk.models import Reading, Room
from helpdesk.rooms.acquaintance import TEAM, Listener, told_to
from helpdesk.rooms.authors import Author, as_field, hue_of, initials_in, initials_of, key_of

# Readers of a room beyond whom nobody is told who has seen what: nobody looks through so many, and
# each reader's news goes to each other one.
MOST_READERS = 60
TEAM_HUE = 6  # of the initials of a team


@dataclass(frozen=True)
class Seen:
    """A reader, and the number of the newest message that they have seen."""

    who: str
    name: str
    initials: str
    hue: int
    seq: int


def seen_by_others(room: Room, reader: Author, listener: Listener = Listener.AGENT) -> list[Seen]:
    """How far everybody but ``reader``, who is such a ``listener``, has read; nobody where there
    are too many. Of the team those whom people don't know by name are one. One query."""
    readings = Reading.objects.filter(room=room, seq__gt=0).exclude(**as_field(reader))
    told = told_to(listener, readings).select_related("person", "agent")
    found = list(told[: MOST_READERS + 1])
    if len(found) > MOST_READERS:
        return []
    unnamed = [one for one in found if one.agent_id and not one.is_known]  # type: ignore[attr-defined]
    team = [_seen_by_team(room, max(one.seq for one in unnamed))] if unnamed else []
    return [seen(one.reader, one.seq) for one in found if one not in unnamed] + team


def seen(reader: Author, seq: int) -> Seen:
    """``reader`` has seen everything up to ``seq``."""
    return Seen(key_of(reader), str(reader), initials_of(reader), hue_of(reader), seq)


def _seen_by_team(room: Room, seq: int) -> Seen:
    name = str(room.workspace.vendor)
    return Seen(TEAM, name, initials_in(name), TEAM_HUE, seq)
