"""A room as this process delivers it: each message once, in order of number, without gaps."""

from collections.abc import Callable, Iterable

from helpdesk.rooms.changes_feed import ChangesFeed
from helpdesk.rooms.events import ChangeHint, MessageHint
from helpdesk.rooms.giving_way import give_way
from helpdesk.rooms.outbox import TextEvent, Together
from helpdesk.rooms.sockets import Socket, message_event

MOST_TOGETHER = 64  # messages in one write to a socket
A_TURN = 50  # sockets written to before their readers on this machine get one
MOST_AHEAD = 1000  # messages held while others before them are missing


class Feed:
    """The sockets of one room, and how far it has been told to them.

    Hints come in any order, doubled or not at all. Those ahead are held until what is missing
    before them has come; somebody who reads the database brings that (hub.py).
    """

    def __init__(self, room: int, epoch_checked: Callable[[], int]) -> None:
        self.room = room
        self.sockets: dict[Socket, int] = {}  # to the number that each knew when it came
        self.joining = 0  # subscriptions under way, which keep an empty feed alive
        self.is_filling = False
        self.known: set[str] = set()  # keys of whom the room's people know by name, of those heard
        self._epoch_checked = epoch_checked
        self._delivered: int | None = None  # None until the first subscriber knows the number
        self._known = 0  # the newest number heard of
        self._ahead: dict[int, tuple[int, TextEvent]] = {}  # by number: epoch and event
        self._changes = ChangesFeed()

    @property
    def delivered(self) -> int | None:
        """Everything up to this number has been handed to the sockets."""
        return self._delivered

    @property
    def changed(self) -> int:
        """Every change up to this revision has been."""
        return self._changes.delivered

    @property
    def is_idle(self) -> bool:
        return not self.sockets and not self.joining

    def open_at(self, seq: int, revision: int = 0) -> None:
        """The first subscriber knows everything up to ``seq`` and ``revision``: deliver from there
        on."""
        if self._delivered is None:
            self._delivered = seq
            self._changes.open_at(revision)
            self.deliver()

    def hear(self, *hints: MessageHint) -> None:
        """Take messages that are committed; deliver them, and those they were the missing link
        to."""
        for hint in hints:
            self._hold(hint)
        self.deliver()

    def _hold(self, hint: MessageHint) -> None:
        seq = hint["activity"]["seq"]
        self.hear_of(seq)
        delivered = self._delivered or 0
        is_next = seq == delivered + 1
        if seq > delivered and (len(self._ahead) < MOST_AHEAD or is_next):
            self._ahead[seq] = (hint["epoch"], message_event(hint))

    def is_news(self, author: str) -> bool:
        """Note that somebody has written in the room; whether that was not known here."""
        is_new = author not in self.known
        self.known.add(author)
        return is_new

    def hear_of(self, seq: int, revision: int = 0) -> None:
        """The room has come to number ``seq`` and to ``revision``."""
        self._known = max(self._known, seq)
        self._changes.hear_of(revision)

    def hear_change(self, hint: ChangeHint) -> None:
        """Take a change of a message; deliver it once the message is."""
        if self._delivered is not None:
            self._known = max(self._known, hint["seq"])
            self._changes.hear(hint)
            self.deliver()

    def take_changes(self, hints: Iterable[ChangeHint], up_to: int) -> None:
        """Take all changes that the database has after those delivered, up to that revision."""
        self._changes.take(hints, up_to)
        self.deliver()

    def deliver(self) -> None:
        """Hand on all that comes next and that the sockets' access has been checked for."""
        if self._delivered is None:
            return
        while due := self._due(self._delivered + 1):
            self._deliver_messages(self._delivered + 1, due)
            self._delivered += len(due)
        for event in self._changes.due(self._delivered, self._epoch_checked()):
            for socket in self.sockets:
                socket.outbox.put(event)
        self._forget_delivered()

    def _due(self, first: int) -> list[TextEvent]:
        due: list[TextEvent] = []
        checked = self._epoch_checked()
        while len(due) < MOST_TOGETHER and (held := self._ahead.get(first + len(due))):
            epoch, event = held
            if epoch > checked:
                break
            due.append(event)
        return due

    def _deliver_messages(self, first: int, due: list[TextEvent]) -> None:
        together = Together(due)
        for number, (socket, knew) in enumerate(self.sockets.items(), 1):
            if number % A_TURN == 0:
                give_way()
            if knew < first:
                socket.outbox.put_all(together)
            else:  # it came while these were on their way
                for event in due[knew + 1 - first :]:
                    socket.outbox.put(event)

    def missing(self) -> tuple[int, int] | None:
        """The number after which messages are missing here, and the revision after which changes
        are; None when all that is known is here."""
        if self._delivered is None:
            return None
        seq = self._delivered
        while seq + 1 in self._ahead:
            seq += 1
        if seq < self._known or self._changes.is_missing_any():
            return seq, self._changes.delivered
        return None

    def misses_as_before(self, before: tuple[int, int]) -> bool:
        """Whether of messages or of changes still all is missing that ``missing`` told then."""
        lacks = self.missing()
        if lacks is None:
            return False
        has_stalled = [now == then for now, then in zip(lacks, before, strict=True)]
        return (has_stalled[0] and lacks[0] < self._known) or (
            has_stalled[1] and self._changes.is_missing_any()
        )

    def _forget_delivered(self) -> None:
        delivered = self._delivered or 0
        for seq in [seq for seq in self._ahead if seq <= delivered]:
            del self._ahead[seq]
