"""Many clients in one thread with a loop of its own, so that a fault's test reads from top to
bottom."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, Self

from tests.faults.clients import Client, Ticket
from tests.faults.waiting import wait_until


class Crowd:
    """Clients of one site. Their ``run`` may not fail: what a client asserts fails the test."""

    def __init__(self) -> None:
        self.clients: list[Client] = []
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._running: dict[Client, Future[Any]] = {}
        self._writing: list[Future[Any]] = []

    def start(self) -> Self:
        self._thread.start()
        return self

    def do[T](self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Have something done in the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def join(self, ticket: Ticket, port: int, origin: str, *rooms: int) -> Client:
        """Somebody opens a page."""
        client = Client(ticket, port, origin, *rooms)
        self.clients.append(client)
        self.come_back(client)
        return client

    def come_back(self, client: Client) -> None:
        """Somebody connects, and does so again whenever the line breaks."""
        self._running[client] = self.do(client.run())

    def go_offline(self, client: Client) -> None:
        """Somebody is cut off, with what they have seen and written until then."""
        self._running.pop(client).cancel()
        wait_until(lambda: not client.is_open, 10, "is offline")

    def are_open(self, within: float = 20) -> None:
        """Wait until all of them are connected and know what they had missed."""
        wait_until(lambda: all(map(_is_settled, self.clients)), within, "all are connected")

    def say(self, client: Client, room: int, text: str = "") -> str:
        """One of them writes. Returns the message's client_id."""
        return self.do(client.write(room, text)).result(10)

    def look_at(self, room: int, *clients: Client) -> None:
        """Each of them has the room in sight, and in the end sees exactly the others there."""
        for client in clients:
            self.do(client.look_at(room)).result(10)
        there = {client.ticket.me for client in clients}
        wait_until(
            lambda: all(c.rooms[room].present == there - {c.ticket.me} for c in clients),
            10,
            "they see each other",
        )

    def write(self, room: int, number: int, *clients: Client, **how: Any) -> None:
        """Have these, or all, begin to write so many messages each, while the test goes on."""
        for client in clients or self.clients:
            self._writing.append(self.do(client.write_on(room, number, **how)))

    @property
    def through(self) -> int:
        """How many of their messages they know to be stored."""
        return sum(len(client.written) - len(client.unsent) for client in self.clients)

    def has_written(self) -> bool:
        """Whether all that was begun has been written, and no outbox holds anything."""
        self.check()
        return all(writing.done() for writing in self._writing) and not any(
            client.unsent for client in self.clients
        )

    def check(self) -> None:
        """Raises what has gone wrong in a client."""
        for running in [*self._running.values(), *self._writing]:
            if running.done():
                running.result()

    def stop(self) -> None:
        """End all pages."""
        for running in [*self._running.values(), *self._writing]:
            running.cancel()
        self.do(_all_ended()).result(20)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


@contextmanager
def crowd() -> Iterator[Crowd]:
    """A crowd, without anybody in it yet."""
    gathered = Crowd().start()
    try:
        yield gathered
        gathered.check()
    finally:
        gathered.stop()


def _is_settled(client: Client) -> bool:
    return client.is_open and all(view.asked is None for view in client.rooms.values())


async def _all_ended() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
