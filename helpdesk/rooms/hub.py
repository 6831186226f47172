"""This process's sockets, and what is delivered to them.

One layer channel hears the hints of all processes. What the layer loses is found in the database:
at most POLL seconds later the hub sees each room's newest number and each workspace's epoch.
Everything here runs in one event loop; only the database work leaves it (threads.py).
"""

import asyncio
import logging
from time import monotonic

from helpdesk.rooms import events
from helpdesk.rooms.admissions import Admitted, admitted
from helpdesk.rooms.arrivals import Arrival, nothing_missed
from helpdesk.rooms.background import Background
from helpdesk.rooms.badges import Hello, note_miss_of
from helpdesk.rooms.batcher import Batcher
from helpdesk.rooms.catching_up import (
    Missed,
    NotFound,
    NotSignedIn,
    lately_active,
    lately_reworded,
    missed_by,
    positions,
)
from helpdesk.rooms.checking import check, recheck
from helpdesk.rooms.events import Hint, OtherHint
from helpdesk.rooms.feeds import Feed
from helpdesk.rooms.filling import GRACE, fill
from helpdesk.rooms.houses import House, messages_by_room
from helpdesk.rooms.listening import listen
from helpdesk.rooms.presence import presence
from helpdesk.rooms.sockets import Socket
from helpdesk.rooms.telling import tell_missed
from helpdesk.rooms.threads import for_hub, for_long_work, for_socket
from helpdesk.rooms.writer import writer

log = logging.getLogger(__name__)
TRYING_AGAIN = "The database could not be asked; trying again"

POLL = 1.5  # seconds between two looks at the database
RECHECK = 30.0  # seconds after which access is asked again even if no epoch rose: sessions expire
RECHECKED_AT_ONCE = 200  # sockets of a workspace


class Hub:
    """The sockets of this process by workspace and room."""

    def __init__(self) -> None:
        self.houses: dict[int, House] = {}
        self.is_running = False
        self._begin()
        self.connections = 0  # clients, those too who have not said who they are
        self._background = Background(TRYING_AGAIN)
        self._looked_at = 0.0

    async def run(self) -> None:
        """Listen and deliver until cancelled."""
        self.is_running, self._looked_at = True, monotonic()
        self._begin()
        events.here.loop, events.here.hear = asyncio.get_running_loop(), self._hear_safely
        try:
            async with asyncio.TaskGroup() as group:
                for work in (listen(self._hear_safely), self._poll(), presence.run()):
                    group.create_task(work)
        finally:
            self.is_running, events.here.loop, events.here.hear = False, None, None
            self._background.cancel()
            self.houses.clear()

    def _begin(self) -> None:
        self.admissions: Batcher[Hello, Admitted] = Batcher(admitted)
        self.arrivals: Batcher[Arrival, Missed | None] = Batcher(nothing_missed)

    # What sockets ask for

    def enter(self, socket: Socket) -> None:
        """A client has said who it is."""
        house = self.houses.setdefault(socket.workspace, House(socket.workspace))
        house.enter(socket)
        self._check(house)

    def leave(self, socket: Socket) -> None:
        """The client has gone."""
        if house := self._house_of(socket):
            house.leave(socket)
            self._drop_if_empty(house)

    def watch(self, socket: Socket) -> None:
        """Tell ``socket``, an agent's, of all activity in its workspace."""
        if house := self._house_of(socket):
            house.watchers.add(socket)

    def end(self, socket: Socket) -> None:
        """The client is not signed in any more."""
        if house := self._house_of(socket):
            house.end(socket)
            self._drop_if_empty(house)

    def unsubscribe(self, socket: Socket, room: int) -> None:
        """Tell ``socket`` nothing more of ``room``."""
        if house := self._house_of(socket):
            house.unsubscribe(socket, room)

    def known_in(self, socket: Socket, room: int) -> set[str]:
        """The keys of those whom the people of a room that ``socket`` listens to know by name, of
        all who are at this process; it grows as they write."""
        return self.houses[socket.workspace].feeds[room].known

    async def subscribe(
        self, socket: Socket, room: int, after: int, revision: int | None = None
    ) -> None:
        """Tell ``socket`` what it has missed in ``room`` after that number, and what comes; where
        it names a revision also what changed since.

        A page of messages at a time: ``more`` says that it must ask again.
        """
        house = self._house_of(socket)
        if house is None:
            return
        feed = house.feed_of(room)
        feed.joining += 1
        try:
            await self._join(house, feed, socket, after, revision)
        except NotFound:
            house.unsubscribe(socket, room)
            socket.tell(type="error", code="not_found", room=room)
            await for_socket(note_miss_of, socket.badge)
        except NotSignedIn:
            self.end(socket)
        finally:
            feed.joining -= 1
            house.drop_if_idle(feed)

    async def _join(
        self, house: House, feed: Feed, socket: Socket, after: int, revision: int | None
    ) -> None:
        while True:
            found = await self._missed(feed, socket, after, revision)
            if socket not in house.sockets:
                return
            house.hear_of(found.epoch)
            self._check(house)
            if found.epoch < house.epoch:
                continue  # access changed, and was checked here, while the messages were read
            if not await tell_missed(house, socket, found):
                continue  # once more from where it stood: what was told is known there by number
            after = found.up_to
            has_all = (feed.delivered or 0) <= after
            if revision is not None:
                revision = found.revision
                has_all = has_all and feed.changed <= revision
            if found.more or socket in feed.sockets or has_all:
                break
        self._joined(feed, socket, found)

    async def _missed(self, feed: Feed, socket: Socket, after: int, revision: int | None) -> Missed:
        arrival = Arrival(socket.badge, socket.verdict, feed.room, after, revision)
        if socket not in feed.sockets:  # else it asks for the next page of what it has missed
            found = await self.arrivals.ask(arrival)
            if found is not None:
                return found
        return await for_long_work(missed_by, *arrival)

    def _joined(self, feed: Feed, socket: Socket, found: Missed) -> None:
        knows = found.last_seq if found.more else found.up_to
        feed.sockets.setdefault(socket, knows)
        socket.rooms.add(feed.room)
        if found.is_known:
            feed.known.add(socket.me)
        more = {"more": True} if found.more else {}
        numbers = {"last_seq": found.last_seq, "revision": found.revision}
        socket.tell(type="subscribed", room=feed.room, **numbers, **more)
        feed.open_at(knows, found.revision)
        self._fill(feed, grace=0)

    # What hints tell

    def hear(self, *hints: Hint) -> None:
        """Take hints of any kind; for a workspace without sockets here they mean nothing. Messages
        of one room are delivered together, and before all else."""
        for (workspace, room), messages in messages_by_room(hints).items():
            if house := self.houses.get(workspace):
                house.hear(room, messages)
                self._fill(house.feeds.get(room))
                self._check(house)
        for hint in hints:
            if hint["type"] != "message":
                self._hear_other(hint)

    def _hear_other(self, hint: OtherHint) -> None:
        if hint["type"] == "presence":
            presence.hear(hint)
            return
        house = self.houses.get(hint["workspace"])
        if house is None:
            return
        if hint["type"] == "typing" or hint["type"] == "seen" or hint["type"] == "room":
            house.hear_passing(hint)
            return
        if hint["type"] == "change":
            house.hear_change(hint)
            self._fill(house.feeds.get(hint["room"]))
        house.hear_of(hint["epoch"])
        self._check(house)

    def _hear_safely(self, *hints: Hint) -> None:
        try:
            self.hear(*hints)
        except Exception:
            log.exception("A hint could not be delivered")

    # What the database tells

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL)
            try:
                await self.look()
            except Exception:
                log.exception(TRYING_AGAIN)

    async def look(self) -> None:
        """Find what the layer has lost: epochs first, so that no message outruns a closed door."""
        began = monotonic()
        if self.houses:
            await self._look_at_positions()
            await self._look_for_watchers(began - self._looked_at)
            await self._look_at_badges()
        self._looked_at = began

    async def _look_at_positions(self) -> None:
        feeds = {room: feed for house in self.houses.values() for room, feed in house.feeds.items()}
        found = await for_hub(positions, list(feeds), list(self.houses))
        for workspace, epoch in found.epochs.items():
            if house := self.houses.get(workspace):
                house.hear_of(epoch)
                self._check(house)
        for room, seq in found.last_seqs.items():
            feeds[room].hear_of(seq, found.revisions[room])
            self._fill(feeds[room])

    async def _look_for_watchers(self, seconds_ago: float) -> None:
        told = {key: dict(house.told) for key, house in self.houses.items() if house.watchers}
        if told:
            lately = seconds_ago + 2 * POLL
            for hint in await for_hub(lately_active, told, lately):
                self.hear(hint)
            for change in await for_hub(lately_reworded, list(told), lately):
                self.hear(change)

    async def _look_at_badges(self) -> None:
        long_ago = monotonic() - RECHECK
        for house in list(self.houses.values()):
            sockets = [socket for socket in house.sockets if socket.judged_at < long_ago]
            if sockets:
                await recheck(house, sockets[:RECHECKED_AT_ONCE])
                self._drop_if_empty(house)

    def _check(self, house: House) -> None:
        """Have the access of all sockets of ``house`` checked under its newest epoch."""
        if not house.is_checking and house.unchecked():
            house.is_checking = True
            self._background.start(self._checked(house))

    async def _checked(self, house: House) -> None:
        try:
            await check(house)
        finally:
            house.is_checking = False
            self._drop_if_empty(house)

    def _fill(self, feed: Feed | None, grace: float = GRACE) -> None:
        """Have what is missing in ``feed`` read from the database, if it does not come."""
        if feed and not feed.is_filling and feed.missing() is not None:
            feed.is_filling = True
            self._background.start(fill(feed, self.hear, grace))

    # Keeping order

    def _house_of(self, socket: Socket) -> House | None:
        house = self.houses.get(socket.workspace)
        return house if house and socket in house.sockets else None

    def _drop_if_empty(self, house: House) -> None:
        if not house.sockets and self.houses.get(house.workspace) is house:
            del self.houses[house.workspace]


hub = Hub()


async def run_hub() -> None:
    """This process's hub, until cancelled: started and ended with the server."""
    async with writer.running():
        await hub.run()
