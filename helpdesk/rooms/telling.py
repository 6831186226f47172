"""Tells a client what it has missed, in pieces that a reader of any speed can take."""

from itertools import batched

from helpdesk.rooms.catching_up import Missed
from helpdesk.rooms.houses import House
from helpdesk.rooms.sockets import Socket, change_event, message_event

PIECE = 8  # messages; the longest are 60 kB each, and an outbox holds one megabyte


async def tell_missed(house: House, socket: Socket, found: Missed) -> bool:
    """Tell all that was ``found``; False where access has changed before the end of it, so that
    it is to be asked anew."""
    events = [message_event(hint) for hint in found.messages]
    events += [change_event(hint) for hint in found.changes]
    for piece in batched(events, PIECE):
        await socket.outbox.ready()
        if found.epoch < house.epoch:
            return False
        for event in piece:
            socket.outbox.put(event)
    return True
