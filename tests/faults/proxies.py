"""A bad network, on loopback: a TCP proxy that delays, breaks, mutes, and chooses among servers."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.faults.crowds import Crowd

CHUNK = 64 * 1024  # bytes


class Line:
    """One connection through the proxy."""

    def __init__(self, here: asyncio.StreamWriter, there: asyncio.StreamWriter) -> None:
        self.here, self.there = here, there
        self.is_mute = False
        self.over = asyncio.Event()

    def cut(self) -> None:
        """Both ends get a reset."""
        self.over.set()
        for end in (self.here, self.there):
            end.transport.abort()


class Proxy:
    """Listens on ``port`` and leads each connection to the next of its servers that answers."""

    def __init__(self, *servers: int, latency: tuple[float, float] = (0, 0), resets: float = 0):
        self.servers = list(servers)
        self.latency = latency  # seconds, at least and at most, of each chunk
        self.resets = resets  # the share of chunks at which the line breaks
        self.lines: set[Line] = set()
        self.broken = 0
        self.given_up = 0  # mute lines of which the server has let go
        self.port = 0
        self._turn = 0

    async def open(self) -> None:
        self._listener = await asyncio.start_server(self._lead, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._listener.close()
        await self.cut()

    async def cut(self) -> None:
        """Break every line."""
        for line in list(self.lines):
            line.cut()

    async def mute(self) -> None:
        """From now on the lines that there are carry nothing, and nobody is told: half open."""
        for line in self.lines:
            line.is_mute = True

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await self._reach()
        except OSError:
            writer.transport.abort()
            return
        line = Line(writer, to_server)
        self.lines.add(line)
        try:
            await asyncio.gather(
                self._carry(line, reader, to_server), self._carry(line, from_server, writer)
            )
        except OSError:
            pass
        finally:
            line.cut()
            self.lines.discard(line)

    async def _reach(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for _ in self.servers:
            self._turn += 1
            with suppress(OSError):
                return await asyncio.open_connection(
                    "127.0.0.1", self.servers[self._turn % len(self.servers)]
                )
        raise ConnectionRefusedError

    async def _carry(
        self, line: Line, source: asyncio.StreamReader, sink: asyncio.StreamWriter
    ) -> None:
        try:
            while data := await source.read(CHUNK):
                await asyncio.sleep(random.uniform(*self.latency))
                if random.random() < self.resets:
                    self.broken += 1
                    raise ConnectionResetError
                if not line.is_mute:
                    sink.write(data)
                    await sink.drain()
        except OSError:
            if not line.is_mute:
                raise
        if line.is_mute:
            self.given_up += sink is line.here
            await line.over.wait()
        elif sink.can_write_eof():
            sink.write_eof()


@contextmanager
def proxy(crowd: Crowd, *servers: int, **faults) -> Iterator[Proxy]:
    """A proxy in the crowd's loop."""
    running = Proxy(*servers, **faults)
    crowd.do(running.open()).result(10)
    try:
        yield running
    finally:
        crowd.do(running.close()).result(10)
