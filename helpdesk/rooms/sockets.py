"""One client of this process, as the hub knows it."""

import json
from time import monotonic
from typing import Any

from helpdesk.rooms.acquaintance import Listener, Reader, reader_of
from helpdesk.rooms.authors import key_of
from helpdesk.rooms.badges import Badge, Standing, Verdict
from helpdesk.rooms.events import ChangeHint, MessageHint
from helpdesk.rooms.outbox import Outbox, TextEvent

_as_json = json.JSONEncoder(separators=(",", ":")).encode  # json.dumps makes one for each text
NOT_SIGNED_IN = 4401  # close code: not signed in, or not any more


class Socket:
    """A connected client that has said who it is, with the rooms that it listens to."""

    def __init__(self, badge: Badge, verdict: Verdict, outbox: Outbox) -> None:
        self.badge, self.outbox = badge, outbox
        self.rooms: set[int] = set()
        self.is_open = True
        self.me = key_of(verdict.standing.author)
        self.judged(verdict)

    def judged(self, verdict: Verdict) -> None:
        """From now on it may do what this verdict says."""
        self.verdict = verdict
        self.judged_at = monotonic()

    @property
    def standing(self) -> Standing:
        return self.verdict.standing

    @property
    def epoch(self) -> int:
        """Its access has been checked as of this epoch of its workspace."""
        return self.standing.epoch

    @property
    def workspace(self) -> int:
        return self.standing.workspace.pk

    def listens_as(self, room: int) -> Listener:
        """What it may be told of others in that room."""
        if self.me.startswith("a"):
            return Listener.AGENT
        return Listener.GUEST if room in self.verdict.as_guest else Listener.COLLEAGUE

    def as_reader(self, known: set[str]) -> Reader:
        """Who is at it, in a room whose people know these keys by name."""
        return reader_of(self.standing.author, self.standing.team, is_known=self.me in known)

    def tell(self, **frame: Any) -> None:
        """Send a frame to this client alone."""
        self.outbox.put(event_of(frame))

    def end(self, code: int, error: str) -> None:
        """Say why, and close."""
        self.is_open = False
        self.tell(type="error", code=error)
        self.outbox.put({"type": "websocket.close", "code": code})


def event_of(frame: dict[str, Any]) -> TextEvent:
    """The ASGI event that carries a frame."""
    return TextEvent(_as_json(frame))


def message_event(hint: MessageHint) -> TextEvent:
    """The one prepared event by which a message goes to all sockets of its room."""
    return event_of(
        {
            "type": "message",
            "room": hint["activity"]["room"],
            "seq": hint["activity"]["seq"],
            "client_id": hint["client_id"],
            "author": hint["activity"]["author"],
            "html": hint["html"],
        }
    )


def change_event(hint: ChangeHint) -> TextEvent:
    """The one prepared event by which a changed message goes to all sockets of its room."""
    return event_of(
        {
            "type": "changed",
            "room": hint["room"],
            "seq": hint["seq"],
            "revision": hint["revision"],
            "html": hint["html"],
        }
    )
