"""One WebSocket at ``/ws/``: who it is, and what it asks, within bounds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import parse_cookie

from customers.embedding.origins import is_own_origin
from helpdesk.rooms import events
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.authors import Side
from helpdesk.rooms.badges import Hello
from helpdesk.rooms.catching_up import NotSignedIn
from helpdesk.rooms.commands import COMMANDS
from helpdesk.rooms.commands.command import Command
from helpdesk.rooms.fields import BadFrame
from helpdesk.rooms.frames import parse
from helpdesk.rooms.hub import hub
from helpdesk.rooms.outbox import outbox_for
from helpdesk.rooms.pace import Pace
from helpdesk.rooms.prepared_frames import TOO_MUCH
from helpdesk.rooms.presence import presence
from helpdesk.rooms.refusals import Denied, Refused
from helpdesk.rooms.seats import Seat, address_of
from helpdesk.rooms.sockets import NOT_SIGNED_IN, Socket, event_of
from helpdesk.rooms.threads import for_long_work, for_socket

log = logging.getLogger(__name__)

BAD_FRAME = 4400  # close code
TRY_AGAIN = 1013  # close code: not now
MOST_BAD_FRAMES = 5
HELLO_WITHIN = 10.0  # seconds


class RoomConsumer(AsyncWebsocketConsumer):
    """A client's one connection. Its frames are handled one after the other, in their order."""

    # One layer channel a process is enough, and the hub has it.
    channel_layer_alias = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Serve until the client goes, or is dropped because it reads too slowly."""
        self._is_dropped = self._is_counted = False
        self._seat = Seat()
        self.scope, self.base_send = scope, send
        try:
            # Channels' own loop makes tasks for each event, to hear a channel layer beside.
            while True:
                await self.dispatch(await receive())
        except StopConsumer:
            return
        except asyncio.CancelledError:
            if not self._is_dropped:
                raise
        finally:
            self._forget()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Handle an event, without Channels' visit to a thread at each: none here uses the ORM."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def connect(self) -> None:
        """Accept browsers on our own pages only: cookies alone would let any site's page in."""
        self._socket: Socket | None = None
        self._bad_frames = 0
        self._pace = Pace()
        headers = dict(self.scope["headers"])
        origin, host = (headers.get(name, b"").decode("latin-1") for name in (b"origin", b"host"))
        if not is_own_origin(origin, host) or not hub.is_running:
            await self.close()
            return
        self._cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
        self._outbox = outbox_for(self.scope, self.base_send, self._drop)
        self._task = asyncio.current_task()
        await self.accept()
        hub.connections += 1
        self._is_counted = True
        if hub.connections > settings.MOST_SOCKETS or not self._seat.take(address_of(self.scope)):
            self._send_away()
            return
        loop = asyncio.get_running_loop()
        self._hello_timer = loop.call_later(HELLO_WITHIN, self._hang_up_on_the_silent)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        """The client has gone."""
        raise StopConsumer

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Handle one frame."""
        if self._is_over or not await self._keeps_pace():
            return
        kind = ""
        fields: dict[str, Any] = {}
        try:
            kind, fields = parse(text_data)
            if (kind == "hello") == bool(self._socket):
                raise BadFrame
            await self._handle(kind, fields)
        except BadFrame:
            self._refuse_frame()
        except NotSignedIn:
            self._end()
        except Refused as refusal:
            self._tell_error(refusal.code, kind, fields)
        except DatabaseError:
            log.warning("A frame could not be served; its client tries again", exc_info=True)
            self._tell_error("unavailable", kind, fields)

    async def _handle(self, kind: str, fields: dict[str, Any]) -> None:
        if kind in COMMANDS:
            await self._run(COMMANDS[kind], fields)
            return
        handle: Callable[..., Awaitable[None]] = getattr(self, f"_on_{kind}")
        await handle(**fields)

    async def _run(self, command: Command, fields: dict[str, Any]) -> None:
        socket = self._entered
        if command.by_listeners and fields["room"] not in socket.rooms:
            return
        self._pace.charge(command.weight(**fields))
        asker, answer = Asker(socket.badge, socket.verdict), None
        if command.run_in_loop:
            answer = await command.run_in_loop(asker, **fields)
        if answer is None:
            in_thread = for_long_work if command.is_long else for_socket
            answer = await in_thread(command.run, asker, **fields)
        if answer is not None:
            socket.tell(**answer)

    async def _on_hello(self, side: Side, workspace: str, bearer: str | None = None) -> None:
        self._hello_timer.cancel()
        try:
            found = await hub.admissions.ask(Hello(side, self._cookies, workspace, bearer))
        except DatabaseError:
            log.warning("A client could not be let in; it tries again", exc_info=True)
            self._send_away()
            return
        except Refused:  # too many wait already
            self._send_away()
            return
        if found is None:
            raise NotSignedIn
        badge, verdict = found
        socket = Socket(badge, verdict, self._outbox)
        if not self._seat.sign_in(socket.me):
            self._send_away()
            return
        self._socket = socket
        hub.enter(self._socket)
        self._socket.tell(type="welcome", me=self._socket.me, epoch=self._socket.epoch)

    async def _on_subscribe(self, room: int, after: int, revision: int | None = None) -> None:
        await hub.subscribe(self._entered, room, after, revision)

    _on_after = _on_subscribe

    async def _on_unsubscribe(self, room: int) -> None:
        hub.unsubscribe(self._entered, room)

    async def _on_typing(self, room: int) -> None:
        standing = self._entered.standing
        if not standing.may_write:
            raise Denied("read_only")
        if room in self._entered.rooms:
            known = hub.known_in(self._entered, room)
            reader = self._entered.as_reader(known)
            await events.typing(standing.workspace.pk, room, reader)

    async def _on_here(self, room: int, here: bool) -> None:
        if not here:
            presence.leave(self._entered, room)
        elif room in self._entered.rooms:
            presence.arrive(self._entered, room, hub.known_in(self._entered, room))

    async def _on_ping(self) -> None:
        """A browser can't see the server's own pings: by this it learns that a line is dead."""
        self._entered.tell(type="pong")

    async def _on_watch(self) -> None:
        if self._entered.me.startswith("p"):
            raise Denied("not_found")
        hub.watch(self._entered)

    @property
    def _entered(self) -> Socket:
        """The socket, which is there as soon as hello is said."""
        if self._socket is None:
            raise BadFrame
        return self._socket

    @property
    def _is_over(self) -> bool:
        return not self._outbox.is_open or bool(self._socket and not self._socket.is_open)

    async def _keeps_pace(self) -> bool:
        """Wait a little where frames come too quickly: TCP slows the client down. False for one
        that goes on like that, which is closed."""
        wait = self._pace.next()
        if not wait:
            return True
        if self._pace.has_just_become_too_quick:
            self._tell_error("too_fast", "", {})
        if self._pace.is_hopeless:
            self._outbox.put({"type": "websocket.close", "code": TOO_MUCH})
            return False
        await asyncio.sleep(wait)
        return True

    def _tell_error(self, code: str, kind: str, fields: dict[str, Any]) -> None:
        about: dict[str, Any] = {key: fields[key] for key in ("room", "seq") if key in fields}
        if kind in COMMANDS:
            about["of"] = kind
        if "client_id" in fields:
            about["client_id"] = str(fields["client_id"])
        self._outbox.put(event_of({"type": "error", "code": code, **about}))

    def _refuse_frame(self) -> None:
        self._bad_frames += 1
        self._tell_error("bad_frame", "", {})
        if self._bad_frames >= MOST_BAD_FRAMES:
            self._outbox.put({"type": "websocket.close", "code": BAD_FRAME})

    def _end(self) -> None:
        if self._socket:
            hub.end(self._socket)
            return
        self._tell_error("not_signed_in", "", {})
        self._outbox.put({"type": "websocket.close", "code": NOT_SIGNED_IN})

    def _send_away(self) -> None:
        """For now: the client comes back a little later."""
        self._outbox.put({"type": "websocket.close", "code": TRY_AGAIN})

    def _hang_up_on_the_silent(self) -> None:
        self._outbox.put({"type": "websocket.close", "code": BAD_FRAME})

    def _drop(self) -> None:
        """The client reads too slowly to hold all that it should hear: it is to come back."""
        self._is_dropped = True
        if self._task:
            self._task.cancel()

    def _forget(self) -> None:
        hub.connections -= self._is_counted
        self._seat.leave()
        if getattr(self, "_socket", None):
            hub.leave(self._entered)
        if outbox := getattr(self, "_outbox", None):
            outbox.close()
        if timer := getattr(self, "_hello_timer", None):
            timer.cancel()
