"""What is told, and to whom: the one place that decides it.

A hint goes to this process's hub at once, and through the channel layer to one group, which the
hub of each process has joined; the hub knows who listens. A hint may be late, doubled or lost:
Postgres is the truth, and hubs look there by themselves (hub.py). So nothing here ever fails or
delays what it tells of.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, NotRequired, TypedDict
from uuid import uuid4

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver

from customers.routing.access import access_changed
from helpdesk.models import Message, Room
from helpdesk.rooms.acquaintance import Reader, reader_of
from helpdesk.rooms.authors import Author, hue_of, initials_of
from helpdesk.rooms.background import Background
from helpdesk.rooms.calm import Calm
from helpdesk.rooms.files.showing import files_of, gist
from helpdesk.rooms.plain_rendering import plain_fragment
from helpdesk.rooms.plain_words import IN_SHORT, in_short
from helpdesk.rooms.rendering import ShownMessage, rendered, shown

log = logging.getLogger(__name__)

GROUP = "hubs"
LAYER_PATIENCE = 2.0  # seconds that a process without a hub waits for the channel layer
NOT_SENT = "A hint was not sent; hubs will find it in the database"


class Activity(TypedDict):
    """What the agents' inbox shows of a new message."""

    room: int
    seq: int
    author: str
    side: str
    name: str
    text: str
    at: str
    mentions: NotRequired[list[str]]  # the keys of who is mentioned, if anybody is


class MessageHint(TypedDict):
    """A message has been committed; ``epoch`` is its workspace's as the message was posted."""

    type: Literal["message"]
    workspace: int
    epoch: int
    client_id: str
    html: str
    activity: Activity


class ChangeHint(TypedDict):
    """A message is not as it was posted any more; ``revision`` is the room's number of that change,
    ``epoch`` its workspace's as it was made, ``words`` what it says in short."""

    type: Literal["change"]
    workspace: int
    epoch: int
    room: int
    seq: int
    revision: int
    html: str
    words: str


class AccessHint(TypedDict):
    """Who may enter what has changed in a workspace, with this new epoch."""

    type: Literal["access"]
    workspace: int
    epoch: int


class TypingHint(TypedDict):
    """Somebody is writing in a room."""

    type: Literal["typing"]
    workspace: int
    room: int
    reader: Reader


class RoomHint(TypedDict):
    """A room's name, state or members have changed. What they are now each client asks itself."""

    type: Literal["room"]
    workspace: int
    room: int


class SeenHint(TypedDict):
    """Somebody has read a room up to ``seq``, or with ``back`` wants to read again what comes
    after it."""

    type: Literal["seen"]
    workspace: int
    room: int
    reader: Reader
    initials: str
    hue: int
    seq: int
    back: bool


class RoomPresence(TypedDict):
    """Who is in a room at the sockets of one process: some of the ``number`` of them."""

    room: int
    here: list[Reader]
    number: int


class PresenceHint(TypedDict):
    """A process lives, and these are at its sockets now."""

    type: Literal["presence"]
    process: str
    rooms: list[RoomPresence]


type OtherHint = ChangeHint | AccessHint | TypingHint | RoomHint | SeenHint | PresenceHint
type Hint = MessageHint | OtherHint


def message_posted(message: Message, epoch: int) -> None:
    """Tell the room's readers of ``message`` as soon as it is committed."""
    transaction.on_commit(lambda: _tell(message_hint(message, epoch)), robust=True)


def messages_written(hints: list[MessageHint]) -> None:
    """Tell of messages that are committed, this process's sockets at once. Called on the hub's
    loop."""
    if hints and settings.REDIS_URL:  # first: other processes have as much to do with them
        here.background.start(_send_on(*hints), at_once=True)
    _hear(*hints)


def message_changed(message: Message, epoch: int) -> None:
    """Tell the room's readers what became of ``message`` as soon as it is committed."""
    transaction.on_commit(lambda: _tell(change_hint(message, epoch)), robust=True)


def room_changed(room: Room) -> None:
    """Tell the room's readers, once this is committed, to look at its name and state again."""
    hint = RoomHint(type="room", workspace=room.workspace_id, room=room.pk)
    transaction.on_commit(lambda: _tell(hint), robust=True)


@receiver(access_changed, dispatch_uid="hubs_hear_of_access")
def _access_changed(sender: object, epochs: dict[int, int], **kwargs: Any) -> None:
    for workspace, epoch in epochs.items():
        _tell(AccessHint(type="access", workspace=workspace, epoch=epoch))


async def typing(workspace: int, room: int, reader: Reader) -> None:
    """Tell the room's readers that somebody is writing. Called on the hub's loop."""
    await _send(TypingHint(type="typing", workspace=workspace, room=room, reader=reader))


def seen(room: Room, reader: Author, seq: int, *, is_known: bool, back: bool = False) -> None:
    """Tell the room's readers, and the reader's own tabs, how far they have read, or with ``back``
    that they want to read what comes after that again; calmly. ``is_known``: acquaintance.py."""
    hint = SeenHint(
        type="seen",
        workspace=room.workspace_id,
        room=room.pk,
        reader=reader_of(reader, str(room.workspace.vendor), is_known=is_known),
        initials=initials_of(reader),
        hue=hue_of(reader),
        seq=seq,
        back=back,
    )
    transaction.on_commit(lambda: _tell_calmly((room.pk, hint["reader"]["who"]), hint), robust=True)


async def present(process: str, rooms: list[RoomPresence]) -> None:
    """Tell the other processes who is at this one's sockets. Called on the hub's loop."""
    await _send(PresenceHint(type="presence", process=process, rooms=rooms))


def message_hint(message: Message, epoch: int) -> MessageHint:
    """The hint of one message, rendered."""
    files_of([message])
    to_show, words = shown(message), gist(message, in_short(message.text))
    return hint_of(to_show, plain_fragment(to_show), words, message.room.workspace_id, epoch)


def hint_of(
    message: ShownMessage, html: str, words: str, workspace: int, epoch: int
) -> MessageHint:
    """The hint of one message of a workspace, with its fragment and what it says in short."""
    hint = MessageHint(
        type="message",
        workspace=workspace,
        epoch=epoch,
        client_id=str(message.client_id),
        html=html,
        activity=Activity(
            room=message.room,
            seq=message.seq,
            author=message.key,
            side=message.side,
            name=str(message.author),
            text=words[:IN_SHORT],
            at=message.moment,
        ),
    )
    if named := message.belongings.named:
        hint["activity"]["mentions"] = " ".join(named.values()).split()
    return hint


def change_hint(message: Message, epoch: int) -> ChangeHint:
    """The hint of a message as it is now, rendered."""
    html = rendered(message)  # which knows its files, too
    return ChangeHint(
        type="change",
        workspace=message.room.workspace_id,
        epoch=epoch,
        room=message.room_id,
        seq=message.seq,
        revision=message.revision,
        html=html,
        words=gist(message, in_short(message.text))[:IN_SHORT],
    )


class _Here:
    """This process's hub and its event loop, if it has one."""

    def __init__(self) -> None:
        self.name = uuid4().hex  # of the process, so that it knows its own echo
        self.hear: Callable[..., None] | None = None  # takes any number of hints
        self.loop = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        return self._loop

    @loop.setter
    def loop(self, loop: asyncio.AbstractEventLoop | None) -> None:
        self._loop, self.calm, self.background = loop, Calm(_tell), Background(NOT_SENT)


def _tell(hint: Hint) -> None:
    """Send a hint from any thread. Never raises; waits only in a process that has no hub."""
    loop = here.loop
    try:
        if loop is not None and loop.is_running():
            asyncio.run_coroutine_threadsafe(_send(hint), loop)
        else:
            async_to_sync(_send)(hint)
    except Exception as error:
        log.warning("%s: %r", NOT_SENT, error)


async def _send(hint: Hint) -> None:
    _hear(hint)
    if here.hear is None or settings.REDIS_URL:  # there are other processes
        await _send_on(hint)


def _hear(*hints: Hint) -> None:
    if here.hear is not None:
        here.hear(*hints)


async def _send_on(*hints: Hint) -> None:
    layer = get_channel_layer()
    message = {"type": "hints", "from": here.name, "hints": hints}
    try:
        async with asyncio.timeout(LAYER_PATIENCE):
            await layer.group_send(GROUP, message)
    except Exception as error:
        log.warning("%s: %r", NOT_SENT, error)


def _tell_calmly(thing: tuple[int, str], hint: SeenHint) -> None:
    """Send a hint from any thread; one of several that soon follow each other is enough."""
    loop = here.loop
    if loop is not None and loop.is_running():
        put = partial(here.calm.put, thing, hint, at_once=hint["back"])
        loop.call_soon_threadsafe(put)
    else:
        _tell(hint)


here = _Here()
