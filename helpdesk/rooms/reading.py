"""How far somebody has read: it only goes forward."""

from collections.abc import Iterable

from django.db.models.functions import Now

from helpdesk.models import Reading, Room
from helpdesk.rooms.authors import Author, as_field


def mark_read(room: Room, reader: Author, seq: int) -> None:
    """``reader`` has seen the room's messages up to ``seq``. An older number changes nothing."""
    seq = min(seq, room.last_seq)
    readings = Reading.objects.filter(room=room, **as_field(reader))
    if readings.filter(seq__lt=seq).update(seq=seq, updated_at=Now()):
        return
    _, is_new = Reading.objects.get_or_create(
        room=room, **as_field(reader), defaults={"seq": max(seq, 0)}
    )
    if not is_new:
        # Somebody's other tab may have made the row between the two statements.
        readings.filter(seq__lt=seq).update(seq=seq, updated_at=Now())


def read_up_to(room: Room, reader: Author) -> int:
    """The number of the newest message that ``reader`` has seen in the room; 0 for none."""
    readings = Reading.objects.filter(room=room, **as_field(reader))
    return readings.values_list("seq", flat=True).first() or 0


def unread_counts(rooms: Iterable[Room], reader: Author) -> dict[int, int]:
    """The number of messages that ``reader`` has not seen, by room id, for each of ``rooms``."""
    rooms = list(rooms)
    seen = dict(
        Reading.objects.filter(
            room__in=[room.pk for room in rooms], **as_field(reader)
        ).values_list("room", "seq")
    )
    return {room.pk: max(room.last_seq - seen.get(room.pk, 0), 0) for room in rooms}
