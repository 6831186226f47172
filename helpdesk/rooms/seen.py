"""Who has seen a room's messages, and how far."""

from dataclasses import dataclass

from helpdesk.models import Reading, Room
from helpdesk.rooms.authors import Author, as_field, hue_of, initials_of, key_of

# Readers of a room beyond whom nobody is told who has seen what: nobody looks through so many, and
# each reader's news goes to each other one.
MOST_READERS = 60


@dataclass(frozen=True)
class Seen:
    """A reader, and the number of the newest message that they have seen."""

    who: str
    name: str
    initials: str
    hue: int
    seq: int


def seen_by_others(room: Room, reader: Author) -> list[Seen]:
    """How far everybody but ``reader`` has read; nobody where there are too many. One query."""
    readings = Reading.objects.filter(room=room, seq__gt=0).exclude(**as_field(reader))
    found = list(readings.select_related("person", "agent")[: MOST_READERS + 1])
    if len(found) > MOST_READERS:
        return []
    return [seen(reading.reader, reading.seq) for reading in found]


def seen(reader: Author, seq: int) -> Seen:
    """``reader`` has seen everything up to ``seq``."""
    return Seen(key_of(reader), str(reader), initials_of(reader), hue_of(reader), seq)
