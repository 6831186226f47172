"""How far somebody has read: it goes forward by itself, and back only by their own word."""

from collections.abc import Iterable

from django.db.models.functions import Now

from helpdesk.models import Reading, Room
from helpdesk.rooms import events
from helpdesk.rooms.authors import Author, as_field


def mark_read(room: Room, reader: Author, seq: int) -> bool:
    """``reader`` has seen the room's messages up to ``seq``; whether that is news.

    An older number changes nothing.
    """
    seq = min(seq, room.last_seq)
    readings = Reading.objects.filter(room=room, **as_field(reader))
    if readings.filter(seq__lt=seq).update(seq=seq, updated_at=Now()):
        return True
    reading, is_new = Reading.objects.get_or_create(
        room=room, **as_field(reader), defaults={"seq": max(seq, 0)}
    )
    if is_new or reading.seq >= seq:
        return is_new and seq > 0
    # Somebody's other tab may have made the row between the two statements.
    return bool(readings.filter(seq__lt=seq).update(seq=seq, updated_at=Now()))


def read_and_tell(room: Room, reader: Author, seq: int, *, is_known: bool) -> None:
    """The same, told to the room's readers and to the reader's other tabs. ``is_known``: whether
    the room's people know the reader by name (acquaintance.py)."""
    if mark_read(room, reader, seq):
        events.seen(room, reader, min(seq, room.last_seq), is_known=is_known)


def mark_unread(room: Room, reader: Author, seq: int, *, is_known: bool) -> None:
    """``reader`` wants to come back to message ``seq``: it and what follows are unread again. Told
    like read_and_tell."""
    readings = Reading.objects.filter(room=room, **as_field(reader), seq__gte=seq)
    before = max(seq - 1, 0)
    if readings.update(seq=before, updated_at=Now()):
        events.seen(room, reader, before, is_known=is_known, back=True)


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
