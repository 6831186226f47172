"""Frames on their way to one socket: nobody waits for a slow one, and what it holds is bounded."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any, Protocol

from helpdesk.rooms.prepared_frames import EXTENSION, PreparedFrames, text_frame

type Event = dict[str, Any]  # an ASGI event; one is shared by many sockets and never changed
type Send = Callable[[Event], Awaitable[None]]

MOST_FRAMES = 512
MOST_CHARACTERS = 1 << 20


class TextEvent(dict[str, Any]):
    """The ASGI event that sends a text, and the same as bytes for a server that takes those."""

    def __init__(self, text: str) -> None:
        super().__init__(type="websocket.send", text=text)

    @cached_property
    def frame(self) -> bytes:
        """Encoded once, for however many sockets."""
        return text_frame(self["text"])


class Together:
    """Texts that are due at the same time, in their order, for however many sockets."""

    def __init__(self, events: Sequence[TextEvent]) -> None:
        self.events = events

    @cached_property
    def frames(self) -> bytes:
        """Joined once, so that each socket is written to once."""
        return b"".join(event.frame for event in self.events)


class Outbox(Protocol):
    """Where the hub leaves what a socket is to be sent."""

    is_open: bool

    def put(self, event: Event) -> None:
        """Send ``event`` after those before it. Never waits, never raises; nothing once closed."""

    def put_all(self, together: Together) -> None:
        """The same for some that are due together."""

    async def ready(self) -> None:
        """Wait until a good part of what was put has left, or the outbox is closed."""

    def close(self) -> None:
        """Forget what has not been sent."""


def outbox_for(scope: dict[str, Any], send: Send, overflow: Callable[[], None]) -> Outbox:
    """The best outbox that the server of this ``scope`` allows.

    ``overflow`` is called where a socket is to be dropped that can't be ended from here.
    """
    direct = scope.get("extensions", {}).get(EXTENSION)
    return DirectOutbox(direct) if direct is not None else PlainOutbox(send, overflow)


class DirectOutbox:
    """Writes each event's prepared frame to the connection, which bounds what stays unsent."""

    def __init__(self, connection: PreparedFrames) -> None:
        self._connection = connection
        self.is_open = True

    def put(self, event: Event) -> None:
        if not self.is_open:
            return
        if isinstance(event, TextEvent):
            self.is_open = self._connection.write(event.frame)
        else:
            self.is_open = False
            self._connection.close(event["code"])

    def put_all(self, together: Together) -> None:
        if self.is_open:
            self.is_open = self._connection.write(together.frames)

    async def ready(self) -> None:
        await asyncio.sleep(0)  # the loop writes at its next turn what one turn has gathered
        await self._connection.writable.wait()

    def close(self) -> None:
        self.is_open = False


class PlainOutbox:
    """Sends events by ASGI alone, the usual one at once and without a task or queue of its own.

    A send is started on the spot. Where the transport takes it without waiting it is already done;
    where it waits, that one task drains what gathers meanwhile. Too much of that, and ``overflow``
    is called once: the socket is to be dropped; its client comes back and asks for what it missed.
    """

    def __init__(self, send: Send, overflow: Callable[[], None]) -> None:
        self._send, self._overflow = send, overflow
        self._waiting: asyncio.Task[None] | None = None
        self._queue: deque[tuple[Event, int]] = deque()
        self._held = 0  # characters in the queue
        self.is_open = True

    def put(self, event: Event) -> None:
        if not self.is_open:
            return
        if self._waiting is None:
            self._start(event)
            return
        size = len(event.get("text", ""))
        if len(self._queue) >= MOST_FRAMES or self._held + size > MOST_CHARACTERS:
            self.close()
            self._overflow()
            return
        self._queue.append((event, size))
        self._held += size

    def put_all(self, together: Together) -> None:
        for event in together.events:
            self.put(event)

    def close(self) -> None:
        self.is_open = False
        self._queue.clear()
        if self._waiting is not None:
            self._waiting.cancel()

    async def ready(self) -> None:
        while self._waiting is not None:
            await asyncio.wait([self._waiting])

    def _start(self, event: Event) -> None:
        task = asyncio.Task(self._sent(event), loop=asyncio.get_running_loop(), eager_start=True)
        if task.done():
            self._note(task)
        else:
            self._waiting = task
            task.add_done_callback(self._went)

    async def _sent(self, event: Event) -> None:
        await self._send(event)

    def _went(self, task: "asyncio.Task[None]") -> None:
        self._waiting = None
        self._note(task)
        while self._queue and self.is_open and self._waiting is None:
            event, size = self._queue.popleft()
            self._held -= size
            self._start(event)

    def _note(self, task: "asyncio.Task[None]") -> None:
        """A send that failed means that the socket is gone; asking also keeps asyncio quiet."""
        if task.cancelled() or task.exception() is not None:
            self.is_open = False
            self._queue.clear()
