"""A message costs its room no more than it has to."""

from datetime import UTC, datetime, timedelta

from django.db import connection

from helpdesk.models import Room

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def indexes_left_alone(room, at):
    """Whether a message at that moment writes none of the room's indexes (a heap-only tuple)."""
    before = _heap_only()
    Room.objects.filter(pk=room.pk).update(last_seq=room.last_seq + 1, last_message_at=at)
    return _heap_only() > before


def _heap_only():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_get_xact_tuples_hot_updated('helpdesk_room'::regclass)")
        [number] = cursor.fetchone()
    return number


def test_only_the_first_message_of_a_minute_writes_the_indexes_of_its_room(world):
    room = world.acme.rooms.get()
    assert not indexes_left_alone(room, NOON)
    assert indexes_left_alone(room, NOON + timedelta(seconds=1))
    assert indexes_left_alone(room, NOON + timedelta(seconds=59.9))
    assert not indexes_left_alone(room, NOON + timedelta(seconds=60))
