"""A workspace as this process knows it: its sockets, its feeds, and whether access was checked."""

from collections.abc import Iterable

from helpdesk.rooms.events import (
    Activity,
    ChangeHint,
    Hint,
    MessageHint,
    RoomHint,
    SeenHint,
    TypingHint,
)
from helpdesk.rooms.feeds import Feed
from helpdesk.rooms.passing import tell_seen, tell_typing
from helpdesk.rooms.presence import presence
from helpdesk.rooms.sockets import NOT_SIGNED_IN, Socket, event_of


def messages_by_room(hints: Iterable[Hint]) -> dict[tuple[int, int], list[MessageHint]]:
    """The messages among them, by workspace and room."""
    found: dict[tuple[int, int], list[MessageHint]] = {}
    for hint in hints:
        if hint["type"] == "message":
            place = (hint["workspace"], hint["activity"]["room"])
            found.setdefault(place, []).append(hint)
    return found


class House:
    """The sockets of one workspace.

    What was posted under an epoch is told only when every socket's access has been checked under
    it, so that nobody hears what was said after the door was closed to them.
    """

    def __init__(self, workspace: int) -> None:
        self.workspace = workspace
        self.sockets: set[Socket] = set()
        self.watchers: set[Socket] = set()  # agents who want to know of all activity
        self.feeds: dict[int, Feed] = {}
        self.told: dict[int, int] = {}  # by room: the newest message that agents were told of
        self.reworded: dict[int, int] = {}  # by room: the newest change that they were told of
        self.epoch = 0  # every socket's access has been checked as of this epoch at least
        self.is_checking = False
        self._wanted = 0  # the newest epoch heard of
        self._held: list[MessageHint | ChangeHint] = []  # activity that waits for the check

    def enter(self, socket: Socket) -> None:
        """A client has said who it is."""
        self.epoch = min(self.epoch, socket.epoch) if self.sockets else socket.epoch
        self.sockets.add(socket)
        self.hear_of(socket.epoch)

    def leave(self, socket: Socket) -> None:
        """A client has gone."""
        for room in list(socket.rooms):
            self.unsubscribe(socket, room)
        self.sockets.discard(socket)
        self.watchers.discard(socket)
        if self.epoch < self._wanted:  # else nobody's check can be the oldest
            self.note_checked()

    def end(self, socket: Socket) -> None:
        """A client is not signed in any more."""
        self.leave(socket)
        socket.end(NOT_SIGNED_IN, "not_signed_in")

    def feed_of(self, room: int) -> Feed:
        """The room's feed, made if need be; to be given back with drop_if_idle."""
        if room not in self.feeds:
            self.feeds[room] = Feed(room, lambda: self.epoch)
        return self.feeds[room]

    def unsubscribe(self, socket: Socket, room: int) -> None:
        """Tell ``socket`` nothing more of ``room``."""
        socket.rooms.discard(room)
        presence.leave(socket, room)
        if feed := self.feeds.get(room):
            feed.sockets.pop(socket, None)
            self.drop_if_idle(feed)

    def drop_if_idle(self, feed: Feed) -> None:
        if feed.is_idle:
            self.feeds.pop(feed.room, None)

    def hear_of(self, epoch: int) -> None:
        """The workspace has come to this epoch."""
        self._wanted = max(self._wanted, epoch)

    def note_checked(self) -> None:
        """Sockets have come, gone or been checked: what is the oldest check among them?"""
        self.epoch = min((socket.epoch for socket in self.sockets), default=self._wanted)

    def unchecked(self) -> list[Socket]:
        """The sockets that have not been checked under the newest epoch."""
        if self.epoch >= self._wanted:
            return []
        return [socket for socket in self.sockets if socket.epoch < self._wanted]

    def hear(self, room: int, hints: list[MessageHint]) -> None:
        """Take messages of one of the workspace's rooms."""
        for hint in hints:
            self.hear_of(hint["epoch"])
        self._held += hints
        self._tell_watchers()
        if feed := self.feeds.get(room):
            feed.hear(*hints)
            authors = {hint["activity"]["author"] for hint in hints}
            if any([feed.is_news(author) for author in authors]):  # noqa: C419 (each is noted)
                presence.renamed(room)

    def hear_change(self, hint: ChangeHint) -> None:
        """Take what became of a message of one of the workspace's rooms."""
        self.hear_of(hint["epoch"])
        self._held.append(hint)
        self._tell_watchers()
        if feed := self.feeds.get(hint["room"]):
            feed.hear_change(hint)

    def hear_passing(self, hint: TypingHint | SeenHint | RoomHint) -> None:
        """Take what is told once and stored nowhere among messages."""
        if hint["type"] == "room":
            self._hear_of_room(hint["room"])
            return
        feed = self.feeds.get(hint["room"])
        listeners = feed.sockets if feed else {}
        if hint["type"] == "typing":
            tell_typing(hint, listeners)
        else:
            tell_seen(hint, listeners, self.sockets)

    def _hear_of_room(self, room: int) -> None:
        """A room is not as its clients show it any more; agents who watch list it, too."""
        feed = self.feeds.get(room)
        listeners = set(feed.sockets) if feed else set()
        for socket in listeners | self.watchers:
            socket.tell(type="room", room=room)

    def deliver(self) -> None:
        """Hand on what has waited for the check of access."""
        self._tell_watchers()
        for feed in self.feeds.values():
            feed.deliver()

    def _tell_watchers(self) -> None:
        due = [hint for hint in self._held if hint["epoch"] <= self.epoch]
        self._held = [hint for hint in self._held if hint["epoch"] > self.epoch]
        for hint in due:
            if hint["type"] == "message":
                self._tell_of_activity(hint["activity"])
            elif hint["seq"] >= self.told.get(hint["room"], 0):
                self._tell_of_change(hint)

    def _tell_of_activity(self, activity: Activity) -> None:
        if activity["seq"] > self.told.get(activity["room"], 0):
            self.told[activity["room"]] = activity["seq"]
            self._tell_each_watcher(type="activity", **activity)

    def _tell_of_change(self, hint: ChangeHint) -> None:
        room = hint["room"]
        if hint["revision"] > self.reworded.get(room, 0):
            self.reworded[room] = hint["revision"]
            self._tell_each_watcher(type="reworded", room=room, seq=hint["seq"], text=hint["words"])

    def _tell_each_watcher(self, **frame: object) -> None:
        if self.watchers:
            event = event_of(frame)
            for socket in self.watchers:
                socket.outbox.put(event)
