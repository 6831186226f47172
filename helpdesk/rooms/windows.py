"""A room's messages a page at a time: the newest, those around one, those before and after.

Each is one query by the index over room and number, however many messages the room has. Of long
messages a page has fewer.
"""

from helpdesk.models import Message, Room
from helpdesk.rooms.fitting import fitting
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
    there = of_room(room.pk).filter(seq__gte=first, seq__lte=first + number)
    return _shown(sorted(there, key=lambda message: abs(message.seq - seq)), number + 1)


def _page(room: Room, number: int, *, is_older: bool = False, **bounds: int) -> list[ShownMessage]:
    ordered = of_room(room.pk).filter(**bounds).order_by("-seq" if is_older else "seq")[:number]
    return _shown(list(ordered), number)


def _shown(messages: list[Message], number: int) -> list[ShownMessage]:
    """Those of ``messages`` that fit, which begin with what is wanted most."""
    return shown_all(sorted(fitting(messages, number), key=lambda message: message.seq))
