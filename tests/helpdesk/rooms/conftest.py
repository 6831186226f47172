"""Rooms to try things in, browsers of people, and clients at the real ASGI application."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from customers.models import Agent, Person
from customers.proof.sessions import cookie_name, start_session
from helpdesk.models import Message, Room
from helpdesk.rooms.access import home_of
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.badges import PersonBadge, judge
from helpdesk.rooms.hub import hub, run_hub
from helpdesk.rooms.posting import post
from helpdesk.rooms.threads import for_socket
from helpdesk.rooms.writer import writer
from tests.helpdesk.rooms.web import Web
from unknown_user.asgi import application

PATIENCE = 5  # seconds for a frame; a loaded machine is slow


@pytest.fixture
def ana(world) -> Person:
    return proven(world.person("ana@acme.com", "Ana"))


@pytest.fixture
def bob(world) -> Person:
    return proven(world.person("bob@birch.io", "Bob"))


@pytest.fixture
def eve(world) -> Person:
    return proven(world.person("eve@gmail.com"))


@pytest.fixture
def triage(world) -> Room:
    return world.acme.rooms.get(kind="triage")


@pytest.fixture
def as_person() -> Callable[..., Client]:
    """A function that gives a browser in which these people are signed in."""

    def sign_in(*people: Person) -> Client:
        client = Client()
        for person in people:
            client.cookies[cookie_name(person.workspace.widget_id)] = start_session(person)[1]
        return client

    return sign_in


@pytest.fixture
def web(settings) -> Iterator[Web]:
    running = Web()
    settings.LINK_PREVIEWS_ALSO_FROM = {("127.0.0.1", running.port)}
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": memory}
    yield running
    running.server.shutdown()
    running.server.server_close()


def proven(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).prove()
    person.refresh_from_db()
    return person


def say(room: Room, author: Person | Agent, *texts: str) -> list[Message]:
    return [post(room, author, uuid4(), text).message for text in texts]


def seqs(frames: list[dict[str, Any]]) -> list[int]:
    return [frame["seq"] for frame in frames if frame["type"] == "message"]


class Line(ApplicationCommunicator):
    """A client at ``/ws/`` with the cookies of one browser, at a network address or an unknown one,
    or by a proxy that names the address."""

    def __init__(
        self,
        cookies: str = "",
        origin: str = settings.PUBLIC_URL,
        address: str = "",
        by_proxy: str = "",
    ) -> None:
        headers = [(b"origin", origin), (b"host", "localhost"), (b"cookie", cookies)]
        headers.append((b"x-forwarded-for", address if by_proxy else ""))
        peer = by_proxy or address
        super().__init__(
            application,
            {
                "type": "websocket",
                "path": "/ws/",
                "query_string": b"",
                "headers": [(name, value.encode()) for name, value in headers if value],
                "subprotocols": [],
                "client": (peer, 4711) if peer else None,
            },
        )
        self.heard: list[dict[str, Any]] = []

    async def connect(self) -> bool:
        """Whether the server accepts the connection."""
        await self.send_input({"type": "websocket.connect"})
        return (await self.receive_output(PATIENCE))["type"] == "websocket.accept"

    async def disconnect(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(PATIENCE)

    async def say(self, type: str, **fields: Any) -> None:
        await self.say_text(json.dumps({"type": type, **fields}))

    async def say_text(self, text: str) -> None:
        await self.send_input({"type": "websocket.receive", "text": text})

    async def hear(self) -> dict[str, Any]:
        event = await self.receive_output(PATIENCE)
        assert event["type"] == "websocket.send", event
        frame = json.loads(event["text"])
        self.heard.append(frame)
        return frame

    async def until(self, type: str, **fields: Any) -> dict[str, Any]:
        """The next frame of this type and with these fields; those before it are in ``heard``."""
        while True:
            frame = await self.hear()
            if frame["type"] == type and fields.items() <= frame.items():
                return frame

    async def closing(self) -> int:
        """The code with which the server closes the connection."""
        while True:
            event = await self.receive_output(timeout=PATIENCE)
            if event["type"] == "websocket.close":
                return event["code"]


@pytest.fixture
async def line() -> AsyncIterator[Callable[..., Any]]:
    """A function that connects somebody, while this process's hub runs."""
    running = asyncio.create_task(run_hub())
    await asyncio.sleep(0)
    assert hub.is_running
    lines: list[Line] = []

    async def connect(who: Person | Agent, workspace: Any, room: Room | None = None) -> Line:
        line = Line(await in_thread(cookies_of, who))
        lines.append(line)
        assert await line.connect()
        side = "agent" if isinstance(who, Agent) else "person"
        await line.say("hello", side=side, workspace=workspace.widget_id)
        if room:
            await line.until("welcome")
            await line.say("subscribe", room=room.pk, after=0)
            await line.until("subscribed")
        return line

    yield connect
    for line in lines:
        with suppress(Exception, asyncio.CancelledError):  # one that the server has dropped
            await line.disconnect()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def cookies_of(who: Person | Agent) -> str:
    client = Client()
    if isinstance(who, Agent):
        client.force_login(who)
    else:
        client.cookies[cookie_name(who.workspace.widget_id)] = start_session(who)[1]
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


async def in_thread(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Database work off the loop, as a request's thread does it. Django's own ``aget`` and the like
    would leave a connection open in a thread that lasts until the end."""
    return await for_socket(function, *args, **kwargs)


async def home(person: Person) -> Room:
    return await in_thread(home_of, person)


@pytest.fixture
async def running():
    async with writer.running():
        yield


async def asker_of(person: Person) -> Asker:
    """Somebody who has been let in with a new session."""

    def let_in() -> Asker:
        badge = PersonBadge(start_session(person)[0].pk)
        return Asker(badge, judge([badge])[badge])

    return await in_thread(let_in)
