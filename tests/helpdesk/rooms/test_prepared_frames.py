"""The server's protocol with a small application, and clients that behave or don't."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from helpdesk.rooms.prepared_frames import (
    EXTENSION,
    MOST_CONTROLS,
    MOST_FRAGMENTS,
    MOST_IN_ONE_PIECE,
    MOST_UNSENT,
    PreparedFrames,
    text_frame,
)
from unknown_user.management.commands.serve import LARGEST_FRAME

PATIENCE = 10  # seconds

type Application = Callable[[PreparedFrames, Any, Any], Any]


class Site:
    """A server on loopback; each of its connections runs ``application``."""

    def __init__(self) -> None:
        self.application: Application = self.say_nothing
        self.connections: list[PreparedFrames] = []
        self.left = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        connection = scope["extensions"][EXTENSION]
        self.connections.append(connection)
        await self.application(connection, receive, send)
        self.left.set()

    @staticmethod
    async def say_nothing(connection: PreparedFrames, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "websocket.disconnect":
            pass


@pytest.fixture
async def site() -> AsyncIterator[tuple[Site, Callable[..., Any]]]:
    """A site, and a function that connects a client to it."""
    application = Site()
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application,
        ws=PreparedFrames,
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None
    serving = asyncio.create_task(server.serve([listener]))
    clients: list[ClientConnection] = []

    async def client(**options: Any) -> ClientConnection:
        address = f"ws://127.0.0.1:{listener.getsockname()[1]}/"
        clients.append(await connect(address, compression=None, max_size=None, **options))
        return clients[-1]

    yield application, client
    for one in clients:
        one.transport.abort()
    server.should_exit = True
    await serving


async def closing(client: ClientConnection) -> int:
    """The code with which the server closes, after whatever it still says."""
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await client.recv()
    return closed.value.rcvd.code if closed.value.rcvd else 1006


def raw(client: ClientConnection, data: bytes) -> None:
    """Send bytes past the client's own rules."""
    client.transport.write(data)


def masked(opcode: Opcode, data: bytes, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65535, 65536, 200_000])
async def test_a_prepared_frame_is_the_text_whatever_its_length(site, length):
    application, connect_client = site
    client = await connect_client()
    text = "é" * (length // 2) + "x" * (length % 2)
    assert application.connections[0].write(text_frame(text))
    assert await client.recv() == text


async def test_what_is_sent_by_either_way_arrives_in_its_order(site):
    application, connect_client = site

    async def both(connection: PreparedFrames, receive: Any, send: Any) -> None:
        for number in range(0, 40, 2):
            # More than the buffer's mark, at which ASGI's send would wait and be overtaken
            await send({"type": "websocket.send", "text": str(number).ljust(20_000)})
            connection.write(text_frame(str(number + 1).ljust(20_000)))
        connection.close(4400)

    application.application = both
    client = await connect_client()
    heard = [int(await client.recv()) for _ in range(40)]
    assert heard == list(range(40))
    assert await closing(client) == 4400


async def test_who_stalls_is_cut_off_and_holds_nobody_up(site):
    application, connect_client = site
    stalled, reader = await connect_client(max_queue=1), await connect_client()
    stalled.transport.pause_reading()
    slow, quick = application.connections
    frame = text_frame("x" * 10_000)
    written = 0
    async with asyncio.timeout(PATIENCE):
        while slow.write(frame):
            assert quick.write(frame)
            await reader.recv()
            written += 1
        await application.left.wait()
    assert written * len(frame) < 8 * MOST_UNSENT  # with what the kernels hold at both ends
    assert quick.write(frame)
    assert len(await reader.recv()) == 10_000


async def test_who_reads_slower_than_is_written_is_not_cut_off_for_the_number_of_frames(site):
    application, connect_client = site
    late = await connect_client(max_queue=1)
    late.transport.pause_reading()
    [connection] = application.connections
    while not connection.transport.get_write_buffer_size():
        assert connection.write(text_frame("x" * 10_000))
    assert all(connection.write(text_frame("x")) for _ in range(5_000))


async def test_who_stalls_is_closed_without_being_waited_for(site):
    application, connect_client = site
    client = await connect_client(max_queue=1)
    client.transport.pause_reading()
    [connection] = application.connections
    while connection.writable.is_set():
        connection.write(text_frame("x" * 60_000))
        await asyncio.sleep(0)
    connection.close(4401)
    async with asyncio.timeout(PATIENCE):
        await connection.writable.wait()  # set by the end of the connection, for nobody reads
    assert connection.disconnected


@pytest.mark.catalogue("FI-24")
@pytest.mark.parametrize("data", [b"x", b""])
async def test_a_message_that_never_ends_is_refused(site, data):
    _application, connect_client = site
    client = await connect_client()
    raw(client, masked(Opcode.TEXT, data, fin=False))
    raw(client, masked(Opcode.CONT, data, fin=False) * (MOST_FRAGMENTS + 1))
    assert await closing(client) == 1008


async def test_a_message_in_a_few_fragments_is_one(site):
    application, connect_client = site
    heard = asyncio.get_running_loop().create_future()

    async def listen(connection: PreparedFrames, receive: Any, send: Any) -> None:
        heard.set_result(await receive())

    application.application = listen
    client = await connect_client()
    raw(client, masked(Opcode.TEXT, b"a", fin=False) + masked(Opcode.CONT, b"b"))
    async with asyncio.timeout(PATIENCE):
        assert (await heard)["text"] == "ab"


@pytest.mark.catalogue("FI-24")
@pytest.mark.parametrize("size", [LARGEST_FRAME + 1, 1 << 20, 100 << 20])
async def test_a_frame_that_is_too_large_is_refused_by_its_head(site, size):
    _application, connect_client = site
    client = await connect_client()
    raw(client, b"\x81\xff" + size.to_bytes(8) + b"mask" + b"x" * 100_000)
    assert await closing(client) == 1009


@pytest.mark.catalogue("FI-24")
@pytest.mark.parametrize(
    ("opcode", "number"), [(Opcode.PING, MOST_CONTROLS), (Opcode.TEXT, 4 * MOST_IN_ONE_PIECE)]
)
async def test_floods_are_refused(site, opcode, number):
    _application, connect_client = site
    client = await connect_client()
    raw(client, masked(opcode, b"") * (number + 1))
    assert await closing(client) == 1008
