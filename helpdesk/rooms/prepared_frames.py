"""The server's WebSocket protocol: uvicorn's, with a way for one prepared frame to many sockets.

ASGI's ``send`` builds the frame anew for every socket, waits behind a reader who has stalled, and
can't end one: its close waits too. Here a message's frame is built once and its bytes are written
to each socket of the room; nobody is waited for, and who holds too much unsent is cut off. That is
sound because a server's frames are not masked, because each is whole, and because ``send`` writes
by the same way, so that what is written first arrives first. Where a server has another protocol
(tests, daphne), outbox.py does without.

It also bounds what uvicorn leaves open: fragments without end, control frames, and small frames
that come by thousands in one piece.
"""

import socket
from asyncio.transports import BaseTransport
from typing import Any

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

EXTENSION = "prepared_frames"  # by which an application finds this protocol in its scope

SEND_BUFFER = 128 * 1024  # bytes; else the kernel holds megabytes for somebody who doesn't read
MOST_UNSENT = 1 << 20  # bytes beyond the kernel's
MOST_FRAGMENTS = 64  # of one message; browsers don't fragment what is as short as ours
ENOUGH_WAITING = 16  # frames, for which nothing more is read
MOST_IN_ONE_PIECE = 512  # frames that wait because they came at once
MOST_CONTROLS = 100  # pings and pongs between two of our own pings
LINGER = 1.0  # seconds in which a client can read why it is closed

TOO_MUCH = 1008  # close code: more than any client of ours sends


def text_frame(text: str) -> bytes:
    """``text`` as one whole WebSocket frame of a server (RFC 6455, 5.2)."""
    data = text.encode()
    length = len(data)
    if length < 126:
        return bytes((0x81, length)) + data
    if length < 1 << 16:
        return b"\x81\x7e" + length.to_bytes(2) + data
    return b"\x81\x7f" + length.to_bytes(8) + data


class PreparedFrames(WebSocketsSansIOProtocol):
    """One client's connection. All of it runs in the event loop's thread."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._controls = 0
        self._is_refused = False  # what still comes is not looked at

    # What an application finds in its scope

    def write(self, frames: bytes) -> bool:
        """Write whole frames now; False if the client has gone, or was cut off for its slowness.

        Never waits and never raises.
        """
        transport = self.transport
        if self.close_sent or self.disconnected or transport.is_closing():
            return False
        if transport.get_write_buffer_size() > MOST_UNSENT:
            transport.abort()  # a close frame would only stand behind the rest
            return False
        transport.write(frames)
        return True

    def close(self, code: int) -> None:
        """Close with ``code`` after all that was written before, without waiting for anybody."""
        if not (self.close_sent or self.disconnected or self.transport.is_closing()):
            self.conn.send_close(code)
            self._hang_up(code)

    # What differs from uvicorn's

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:  # else there is no application to tell
            self.scope["extensions"][EXTENSION] = self  # type: ignore[assignment]

    async def send(self, message: Any) -> None:
        text = message.get("text") if message["type"] == "websocket.send" else None
        if text is None or not self.handshake_complete:
            await super().send(message)
        elif not self.write(text_frame(text)):
            raise ClientDisconnected

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        super().data_received(data)
        if self.queue.qsize() > MOST_IN_ONE_PIECE:
            self._refuse("too many frames")

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= MOST_FRAGMENTS:
            self._refuse("too many fragments")
        else:
            super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        """Hand a frame to the application, and go on reading until some frames wait for it."""
        is_paused, self.read_paused = self.read_paused, True  # else super() pauses after each
        super().send_receive_event_to_app()
        self.read_paused = is_paused
        if not is_paused and self.queue.qsize() >= ENOUGH_WAITING and not self.close_sent:
            self.read_paused = True
            self.transport.pause_reading()

    def handle_ping(self) -> None:
        if self._is_within_controls():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._is_within_controls():
            super().handle_pong(event)

    def schedule_ping(self) -> None:
        self._controls = 0
        super().schedule_ping()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        if self.transport.get_write_buffer_size():
            self.transport.abort()  # closing would wait until all of that is read

    def handle_parser_exception(self) -> None:
        self._is_refused = True
        close = self.conn.close_sent
        self._hang_up(close.code if close else TOO_MUCH)

    def _is_within_controls(self) -> bool:
        self._controls += 1
        if self._controls > MOST_CONTROLS:
            self._refuse("too many control frames")
        return not self.close_sent

    def _refuse(self, reason: str) -> None:
        if not self.close_sent:
            self._is_refused = True
            self.conn.fail(TOO_MUCH, reason)
            self._hang_up(TOO_MUCH)

    def _hang_up(self, code: int) -> None:
        """Send the close frame that ``conn`` holds, and soon end what is left.

        What still comes is read and forgotten: a socket closed over unread bytes is reset, and
        many clients then never see why.
        """
        self.frames = []
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self._is_refused and self.transport.can_write_eof():
            self.transport.write_eof()  # it need not wait for us to take its own goodbye
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.stop_keepalive()
        self.close_timer = self.loop.call_later(LINGER, self.transport.abort)
