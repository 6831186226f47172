"""Tells of what passes and is stored among no messages: who types, and who has seen what."""

from collections.abc import Collection

from helpdesk.rooms.acquaintance import TEAM, Face, Listener, face_of
from helpdesk.rooms.authors import initials_in
from helpdesk.rooms.events import SeenHint, TypingHint
from helpdesk.rooms.outbox import Event
from helpdesk.rooms.seen import MOST_READERS, TEAM_HUE
from helpdesk.rooms.sockets import Socket, event_of

type Frames = dict[Listener, Event | None]  # built once for all listeners of a sort


def tell_typing(hint: TypingHint, listeners: Collection[Socket]) -> None:
    """Somebody writes: for those who listen to the room."""
    frames: Frames = {}
    for listener in Listener:
        face = face_of(hint["reader"], listener)
        frames[listener] = face and event_of(
            {"type": "typing", "room": hint["room"], **face._asdict()}
        )
    for socket in listeners:
        event = frames[socket.listens_as(hint["room"])]
        if event and socket.me != hint["reader"]["who"]:
            socket.outbox.put(event)


def tell_seen(hint: SeenHint, listeners: Collection[Socket], all_sockets: set[Socket]) -> None:
    """Somebody has read a room: for those who listen to it, and their own tabs wherever."""
    room, me = hint["room"], hint["reader"]["who"]
    frames = {listener: _seen(hint, listener) for listener in Listener}
    readers = set(listeners) if len(listeners) <= MOST_READERS else set()
    for socket in all_sockets:
        if socket.me == me:
            event = frames[Listener.AGENT]
        else:
            event = frames[socket.listens_as(room)] if socket in readers else None
        if event:
            socket.outbox.put(event)


def _seen(hint: SeenHint, listener: Listener) -> Event | None:
    face = face_of(hint["reader"], listener)
    if face is None or (face.who == TEAM and hint["back"]):
        return None  # another one of the team may have seen it still
    where = {"room": hint["room"], "seq": hint["seq"], "back": hint["back"]}
    return event_of({"type": "seen", **face._asdict(), **_looks(face, hint), **where})


def _looks(face: Face, hint: SeenHint) -> dict[str, object]:
    if face.who == TEAM:
        return {"initials": initials_in(face.name), "hue": TEAM_HUE}
    return {"initials": hint["initials"], "hue": hint["hue"]}
