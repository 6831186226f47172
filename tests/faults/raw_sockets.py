"""A WebSocket by hand, for frames that no library would send and readers that do not read."""

import base64
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.clients import Ticket
from tests.servers import Server

TEXT, CONTINUATION = 0x1, 0x0
FINAL = 0x80
MASKED = 0x80


class RawSocket:
    """One connection, past its handshake. What it sends is masked with zeros, as it stands."""

    def __init__(self, running: Server, ticket: Ticket, buffer: int = 0) -> None:
        self.connection = socket.socket()
        if buffer:  # bytes that the kernel takes for a reader that does not read
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.connection.settimeout(10)
        self.connection.connect(("127.0.0.1", running.port))
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            "GET /ws/ HTTP/1.1",
            f"Host: localhost:{running.port}",
            f"Origin: {running.url}",
            f"Cookie: {ticket.cookie}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
        ]
        self.connection.sendall("\r\n".join([*lines, "", ""]).encode())
        self.stream = self.connection.makefile("rb")
        self.status = int(self.stream.readline().split()[1])
        while self.stream.readline().strip():
            pass

    def send(self, payload: bytes, opcode: int = TEXT, final: bool = True) -> None:
        """One frame."""
        self.send_head(len(payload), opcode, final)
        self.connection.sendall(payload)

    def send_head(self, length: int, opcode: int = TEXT, final: bool = True) -> None:
        """The beginning of a frame that says how long it is going to be."""
        first = opcode | (FINAL if final else 0)
        if length < 126:
            head = struct.pack("!BB", first, MASKED | length)
        elif length < 2**16:
            head = struct.pack("!BBH", first, MASKED | 126, length)
        else:
            head = struct.pack("!BBQ", first, MASKED | 127, length)
        self.connection.sendall(head + bytes(4))

    def next(self) -> tuple[int, bytes]:
        """The next frame's opcode and payload. Raises EOFError when there is none any more."""
        first, second = self._read(2)
        length = second & 0x7F
        if length == 126:
            [length] = struct.unpack("!H", self._read(2))
        elif length == 127:
            [length] = struct.unpack("!Q", self._read(8))
        return first & 0x0F, self._read(length)

    def close_code(self) -> int | None:
        """The code with which the server closes; None where it just breaks the line."""
        try:
            while True:
                opcode, payload = self.next()
                if opcode == 0x8:
                    return struct.unpack("!H", payload[:2])[0]
        except (EOFError, ConnectionError):
            return None

    def _read(self, number: int) -> bytes:
        found = self.stream.read(number)
        if len(found) < number:
            raise EOFError
        return found


@contextmanager
def raw_socket(running: Server, ticket: Ticket, buffer: int = 0) -> Iterator[RawSocket]:
    """A connection that is closed in the end."""
    raw = RawSocket(running, ticket, buffer)
    try:
        yield raw
    finally:
        raw.connection.close()
