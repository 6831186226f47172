"""A room's messages a page at a time: the newest, those around one, those before and after.

Each is one query by the index over room and number, however many messages the room has.
"""

from helpdesk.models import Room
from helpdesk.rooms.rendering import PAGE, ShownMessage, of_room, shown_all


def newest(room: Room, number: int = PAGE) -> list[ShownMessage]:
    """The newest messages of a room, the oldest first."""
    return _page(room, number, is_older=True)


def before(room: Room, seq: int, number: int = PAGE) -> list[ShownMessage]:
    """The ``number`` messages before that one, the oldest first."""
    return _page(room, number, is_older=True, seq__lt=seq)


def after(room: Room, seq: int, number: int = PAGE) -> list[ShownMessage]:
    """The ``number`` messages after that one, the oldest first."""
    return _page(room, number, seq__gt=seq)


def around(room: Room, seq: int, number: int = PAGE) -> list[ShownMessage]:
    """That message amid ``number`` others, the oldest first; near an end of the room fewer."""
    first = seq - number // 2
    return _page(room, number + 1, seq__gte=first, seq__lte=first + number)


def _page(room: Room, number: int, *, is_older: bool = False, **bounds: int) -> list[ShownMessage]:
    ordered = of_room(room.pk).filter(**bounds).order_by("-seq" if is_older else "seq")[:number]
    return shown_all(reversed(ordered) if is_older else ordered)
