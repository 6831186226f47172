"""Clients of a running server's WebSocket."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.sync.client import ClientConnection, connect

from customers.proof.sessions import cookie_name
from tests.servers import Server


@contextmanager
def signed_in(running: Server, widget_id: str, key: str) -> Iterator[ClientConnection]:
    """A socket of the person whose session has this key, with hello said."""
    headers = {"Cookie": f"{cookie_name(widget_id)}={key}"}
    address = f"ws://localhost:{running.port}/ws/"
    with connect(address, origin=running.url, additional_headers=headers, open_timeout=5) as socket:
        tell(socket, type="hello", side="person", workspace=widget_id)
        hear(socket, "welcome")
        yield socket


def tell(socket: ClientConnection, **frame: object) -> None:
    """Send a frame."""
    socket.send(json.dumps(frame))


def hear(socket: ClientConnection, kind: str, within: float = 10) -> dict:
    """The next frame of this kind, within so many seconds. Raises ConnectionError on an error."""
    deadline = time.monotonic() + within
    while True:
        frame = json.loads(socket.recv(timeout=max(0, deadline - time.monotonic())))
        if frame["type"] == kind:
            return frame
        if frame["type"] == "error":
            raise ConnectionError(frame)
