"""Who looks at which room now, over all processes.

Each process knows its own sockets, and tells the others through the channel layer: what changes, at
most once a second for a room, and everything in a heartbeat. What is not heard of again is
forgotten, so that the people of a killed process are gone within a minute, as are those whose
connection no longer answers the server's pings (20 s, and 20 s for the answer). Nothing of this is
stored, and a lost hint is made good by the next heartbeat.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched, islice
from time import monotonic
from uuid import uuid4

from helpdesk.rooms import events
from helpdesk.rooms.acquaintance import Listener, Reader, face_of
from helpdesk.rooms.events import PresenceHint, RoomPresence
from helpdesk.rooms.outbox import Event
from helpdesk.rooms.sockets import Socket, event_of

MOST_NAMED = 50  # people of a room; of more there is the number alone
CALM = 1.0  # seconds between two tellings of a room
BEAT = 15.0  # seconds between two heartbeats
FORGET = 45.0  # seconds without one until a process counts as dead
ROOMS_A_HINT = 200


@dataclass(frozen=True)
class Report:
    """Who is in a room at another process's sockets, as last heard."""

    heard_at: float
    here: dict[str, Reader]
    number: int


class Presence:
    """Who is where, as one process knows it. Used in the hub's loop alone."""

    def __init__(self) -> None:
        self.process = uuid4().hex
        self._here: dict[int, dict[Socket, None]] = {}  # by room, in order of arrival
        self._known: dict[int, set[str]] = {}  # by room: keys of those known by name there
        self._elsewhere: dict[int, dict[str, Report]] = {}  # by room and process
        self._processes: dict[str, float] = {}  # to when each was heard of
        self._due: dict[int, bool] = {}  # rooms to be told of soon; whether to other processes too
        self._tasks: set[asyncio.Task[None]] = set()

    def arrive(self, socket: Socket, room: int, known: set[str]) -> None:
        """Somebody looks at a room that they may see, where ``known`` are whom its people know by
        name (hub.known_in); they learn at once who else does."""
        self._here.setdefault(room, {})[socket] = None
        self._known[room] = known
        socket.tell(**self._frame(room, socket.listens_as(room)))
        self._change(room)

    def renamed(self, room: int) -> None:
        """Somebody has written there for the first time that this process knows of."""
        if room in self._here:
            self._change(room)

    def leave(self, socket: Socket, room: int) -> None:
        """They look away, or are gone; nothing where they were not there."""
        if socket in self._here.get(room, ()):
            del self._here[room][socket]
            if not self._here[room]:
                del self._here[room], self._known[room]
            self._change(room)

    def hear(self, hint: PresenceHint) -> None:
        """Take what another process tells. One heard of for the first time is told everything."""
        process = hint["process"]
        if process == self.process:
            return
        if process not in self._processes:
            self._tell_others(self._here)
        self._processes[process] = monotonic()
        for told in hint["rooms"]:
            self._take(process, told)

    async def run(self) -> None:
        """Beat, and forget those who don't, until cancelled; nobody is here any more then."""
        try:
            while True:
                self._tell_others(self._here)
                for _ in range(3):
                    await asyncio.sleep(BEAT / 3)
                    self.forget(monotonic() - FORGET)
        finally:
            self._clear()

    def forget(self, before: float) -> None:
        """Forget what was not heard of again since that moment."""
        for process in [key for key, at in self._processes.items() if at < before]:
            del self._processes[process]
        for room, reports in list(self._elsewhere.items()):
            for process, report in list(reports.items()):
                if report.heard_at < before:
                    self._drop(room, process)

    def _clear(self) -> None:
        for task in self._tasks:
            task.cancel()
        self.process = uuid4().hex
        for known in (self._here, self._known, self._elsewhere, self._processes, self._due):
            known.clear()

    def _take(self, process: str, told: RoomPresence) -> None:
        room, here = told["room"], {reader["who"]: reader for reader in told["here"]}
        before = self._elsewhere.get(room, {}).get(process)
        if not told["number"]:
            self._drop(room, process)
            return
        report = Report(monotonic(), here, told["number"])
        self._elsewhere.setdefault(room, {})[process] = report
        if before is None or (before.here, before.number) != (here, report.number):
            self._change(room, is_ours=False)

    def _drop(self, room: int, process: str) -> None:
        reports = self._elsewhere.get(room, {})
        if reports.pop(process, None):
            if not reports:
                del self._elsewhere[room]
            self._change(room, is_ours=False)

    def _change(self, room: int, *, is_ours: bool = True) -> None:
        """Have the room's people told; of what is ours, the other processes as well."""
        if room not in self._due:
            asyncio.get_running_loop().call_later(CALM, self._tell, room)
        self._due[room] = is_ours or self._due.get(room, False)

    def _tell(self, room: int) -> None:
        if room not in self._due:
            return
        is_ours = self._due.pop(room)
        built: dict[Listener, Event] = {}
        for socket in self._here.get(room, ()):
            listener = socket.listens_as(room)
            if listener not in built:
                built[listener] = event_of(self._frame(room, listener))
            socket.outbox.put(built[listener])
        if is_ours:
            self._tell_others([room])

    def _tell_others(self, rooms: Iterable[int]) -> None:
        for some in batched(list(rooms), ROOMS_A_HINT):
            told = [self._report(room) for room in some]
            task = asyncio.create_task(events.present(self.process, told))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _report(self, room: int) -> RoomPresence:
        people = self._people(room)
        named = list(islice(people.values(), MOST_NAMED))
        return {"room": room, "here": named, "number": len(people)}

    def _people(self, room: int) -> dict[str, Reader]:
        """Those at this process's sockets, by key."""
        known = self._known.get(room, set())
        return {socket.me: socket.as_reader(known) for socket in self._here.get(room, ())}

    def _frame(self, room: int, listener: Listener) -> dict[str, object]:
        people = self._people(room)
        unnamed = 0
        for report in self._elsewhere.get(room, {}).values():
            people |= report.here
            unnamed += report.number - len(report.here)
        faces = dict.fromkeys(filter(None, (face_of(one, listener) for one in people.values())))
        named = [face._asdict() for face in islice(faces, MOST_NAMED)]
        return {"type": "present", "room": room, "here": named, "number": len(faces) + unnamed}


presence = Presence()
