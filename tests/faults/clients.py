"""Somebody's open page, as static/js/socket.js keeps it, for faults to be done to.

It comes back by itself with a growing, random wait; asks for what came after the last number that
it knows, never shows a number twice or out of turn; keeps what was written until the server has
acknowledged it, and sends it again under the same client_id.
"""

import asyncio
import json
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from customers.models import Person
from customers.proof.sessions import cookie_name, start_session

FIRST_WAIT = 0.4  # seconds; doubled at each failure
LONGEST_WAIT = 15.0
AGAIN = 2.0  # seconds until what was "unavailable" is tried again
OPEN_WITHIN = 10.0  # seconds; browsers are more patient


@dataclass(frozen=True)
class Ticket:
    """What lets somebody in: made in the test's thread, for it needs the database."""

    widget_id: str
    key: str
    me: str
    side: str = "person"

    @classmethod
    def of(cls, person: Person) -> "Ticket":
        return cls(person.workspace.widget_id, start_session(person)[1], f"p{person.pk}")

    @property
    def cookie(self) -> str:
        return f"{cookie_name(self.widget_id)}={self.key}"


@dataclass
class View:
    """A room as it stands on somebody's page."""

    last: int = 0
    asked: int | None = None
    seen: list[tuple[int, str]] = field(default_factory=list)  # number and client_id, as shown
    is_looked_at: bool = False
    present: set[str] = field(default_factory=set)  # who else looks at it, as shown


class Client:
    """One page. ``port`` is where it connects, ``origin`` the site that it belongs to."""

    def __init__(self, ticket: Ticket, port: int, origin: str, *rooms: int) -> None:
        self.ticket, self.port, self.origin = ticket, port, origin
        self.rooms = {room: View() for room in rooms}
        self.unsent: dict[str, tuple[int, str]] = {}
        self.written: list[str] = []
        self.acknowledged: dict[str, int] = {}
        self.closes: list[int | None] = []  # close codes; None where the line just broke
        self.errors: Counter[str] = Counter()
        self.typing: list[str] = []
        self.is_open = False
        self.moved = asyncio.Event()  # set at each frame
        self._web: ClientConnection | None = None
        self._failures = 0

    async def run(self) -> None:
        """Be there until cancelled."""
        while True:
            try:
                await self._converse()
            except ConnectionClosed as closed:
                self.closes.append(closed.rcvd.code if closed.rcvd else None)
            except (OSError, EOFError, InvalidHandshake):
                pass  # nobody there yet
            finally:
                self.is_open, self._web = False, None
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2**self._failures)
            self._failures += 1
            await asyncio.sleep(random.uniform(0, wait))

    async def write(self, room: int, text: str = "") -> str:
        """Write a message; without a connection it waits for one. Returns its client_id."""
        client_id = str(uuid4())
        self.written.append(client_id)
        self.unsent[client_id] = (room, text or client_id)
        await self._send_post(client_id)
        return client_id

    async def write_on(
        self, room: int, number: int, at_once: int = 3, pause: float = 0, text: str = ""
    ) -> None:
        """Write so many messages, the next when fewer than ``at_once`` are unacknowledged, and
        after so many seconds. Its own client_id is the text unless another is given."""
        for _ in range(number):
            await asyncio.sleep(pause)
            while len(self.unsent) >= at_once:
                self.moved.clear()
                await self.moved.wait()
            await self.write(room, text)

    async def type_in(self, room: int) -> None:
        """Be seen to write."""
        await self._send(type="typing", room=room)

    async def look_at(self, room: int) -> None:
        """Have the room in sight from now on."""
        self.rooms[room].is_looked_at = True
        await self._send(type="here", room=room, here=True)

    async def _converse(self) -> None:
        headers = {"Cookie": self.ticket.cookie}
        address = f"ws://localhost:{self.port}/ws/"
        async with connect(
            address,
            origin=self.origin,  # type: ignore[arg-type]
            additional_headers=headers,
            open_timeout=OPEN_WITHIN,
            close_timeout=1,
            ping_interval=None,  # no browser pings
            compression=None,
            proxy=None,
        ) as web:
            self._web = web
            await self._send(
                type="hello", side=self.ticket.side, workspace=self.ticket.widget_id, forced=True
            )
            while True:
                frame = json.loads(await web.recv())
                if handle := getattr(self, f"_on_{frame['type']}", None):
                    await handle(**frame)
                self.moved.set()

    async def _on_welcome(self, me: str, **_rest: Any) -> None:
        assert me == self.ticket.me
        self.is_open, self._failures = True, 0
        for room, view in self.rooms.items():
            view.asked = None
            await self._ask(room)
            if view.is_looked_at:
                await self.look_at(room)
        for client_id in list(self.unsent):
            await self._send_post(client_id)

    async def _on_present(self, room: int, here: list[dict[str, str]], **_rest: Any) -> None:
        self.rooms[room].present = {somebody["who"] for somebody in here} - {self.ticket.me}

    async def _on_message(
        self, room: int, seq: int, client_id: str, author: str, **_rest: Any
    ) -> None:
        if author == self.ticket.me:
            self.unsent.pop(client_id, None)
        view = self.rooms[room]
        if seq > view.last + 1:
            await self._ask(room, "after")
        elif seq == view.last + 1:
            view.last = seq
            view.seen.append((seq, client_id))

    async def _on_subscribed(
        self, room: int, last_seq: int, more: bool = False, **_rest: Any
    ) -> None:
        view = self.rooms[room]
        got, view.asked = view.last != view.asked, None
        if got and (more or view.last < last_seq):
            await self._ask(room, "after")

    async def _on_posted(self, client_id: str, seq: int, **_rest: Any) -> None:
        assert self.acknowledged.setdefault(client_id, seq) == seq
        self.unsent.pop(client_id, None)

    async def _on_error(self, code: str, room: int = 0, client_id: str = "", **_rest: Any) -> None:
        self.errors[code] += 1
        if code != "unavailable":
            return
        if client_id:
            asyncio.get_running_loop().call_later(AGAIN, self._again, client_id)
        elif room in self.rooms:
            self.rooms[room].asked = None
            asyncio.get_running_loop().call_later(AGAIN, self._ask_again, room)

    async def _on_typing(self, who: str, **_rest: Any) -> None:
        self.typing.append(who)

    def _again(self, client_id: str) -> None:
        if client_id in self.unsent:
            _beside(self._send_post(client_id))

    def _ask_again(self, room: int) -> None:
        _beside(self._ask(room))

    async def _ask(self, room: int, kind: str = "subscribe") -> None:
        view = self.rooms[room]
        if self.is_open and view.asked != view.last:
            view.asked = view.last
            await self._send(type=kind, room=room, after=view.last)

    async def _send_post(self, client_id: str) -> None:
        room, text = self.unsent[client_id]
        await self._send(type="post", room=room, client_id=client_id, text=text)

    async def _send(self, forced: bool = False, **frame: Any) -> None:
        if self._web and (self.is_open or forced):
            with suppress(ConnectionClosed):  # run() hears of it as well
                await self._web.send(json.dumps(frame))


_tasks: set[asyncio.Task[None]] = set()


def _beside(work: Any) -> None:
    task = asyncio.ensure_future(work)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
