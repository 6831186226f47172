"""Asks again what the sockets of a house may see, and takes away what they may not."""

from helpdesk.rooms.badges import Verdict, judge
from helpdesk.rooms.houses import House
from helpdesk.rooms.sockets import Socket
from helpdesk.rooms.threads import for_hub

MOST_ROUNDS = 5  # epochs that may rise while one is being checked; then the next look goes on


async def check(house: House) -> None:
    """Check every socket of ``house`` under its newest epoch, then deliver what waited for that."""
    for _round in range(MOST_ROUNDS):
        sockets = house.unchecked()
        if not sockets:
            break
        await recheck(house, sockets)
    house.deliver()


async def recheck(house: House, sockets: list[Socket]) -> None:
    """Ask what these sockets of ``house`` may see now, and act upon it."""
    verdicts = await for_hub(judge, {socket.badge for socket in sockets})
    for socket in sockets:
        if socket not in house.sockets:
            continue
        if verdict := verdicts.get(socket.badge):
            _apply(house, socket, verdict)
        else:
            house.end(socket)
    house.note_checked()


def _apply(house: House, socket: Socket, verdict: Verdict) -> None:
    before = socket.verdict
    socket.judged(verdict)
    for room in [room for room in socket.rooms if not verdict.admits(room)]:
        house.unsubscribe(socket, room)
        socket.tell(type="lost", room=room)
    if verdict.rights != before.rights:
        socket.tell(type="access")
