from uuid import UUID

from helpdesk.rooms import forwarding
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.commands.command import Answer, Command
from helpdesk.rooms.fields import ROOM, SEQ, uuid


def forward(asker: Asker, room: int, first: int, last: int, to: int, request: UUID) -> Answer:
    """Write messages of a room again in another one; the answer says that all are committed."""
    entry, there = asker.enter(room, to_write=False), asker.enter(to)
    written = forwarding.forward(entry.room, first, last, there.room, there.author, request)
    return {"type": "forwarded", "room": room, "to": to, "number": len(written)}


def weight(first: int, last: int, **more: object) -> int:
    """As much as to post each of them."""
    return min(max(last - first, 0), forwarding.MOST)


FORWARD = Command(
    forward,
    {"room": ROOM, "first": SEQ, "last": SEQ, "to": ROOM, "request": uuid},
    is_long=True,
    weight=weight,
)
