"""A room as this process delivers it: each message once, in order of number, without gaps."""

from collections.abc import Callable

from helpdesk.rooms.events import MessageHint
from helpdesk.rooms.outbox import Event
from helpdesk.rooms.sockets import Socket, message_event

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
        self._epoch_checked = epoch_checked
        self._delivered: int | None = None  # None until the first subscriber knows the number
        self._known = 0  # the newest number heard of
        self._ahead: dict[int, tuple[int, Event]] = {}  # by number: epoch and event

    @property
    def delivered(self) -> int | None:
        """Everything up to this number has been handed to the sockets."""
        return self._delivered

    @property
    def is_idle(self) -> bool:
        return not self.sockets and not self.joining

    def open_at(self, seq: int) -> None:
        """The first subscriber knows everything up to ``seq``: deliver from there on."""
        if self._delivered is None:
            self._delivered = seq
            self.deliver()

    def hear(self, hint: MessageHint) -> None:
        """Take a message that is committed; deliver it, and those it was the missing link to."""
        seq = hint["activity"]["seq"]
        self.hear_of(seq)
        delivered = self._delivered or 0
        is_next = seq == delivered + 1
        if seq <= delivered or (len(self._ahead) >= MOST_AHEAD and not is_next):
            return
        self._ahead[seq] = (hint["epoch"], message_event(hint))
        self.deliver()

    def hear_of(self, seq: int) -> None:
        """The room has come to number ``seq``."""
        self._known = max(self._known, seq)

    def deliver(self) -> None:
        """Hand on all that comes next and that the sockets' access has been checked for."""
        if self._delivered is None:
            return
        while held := self._ahead.get(self._delivered + 1):
            epoch, event = held
            if epoch > self._epoch_checked():
                return
            self._delivered += 1
            del self._ahead[self._delivered]
            for socket, knew in self.sockets.items():
                if knew < self._delivered:
                    socket.outbox.put(event)
        self._forget_delivered()

    def missing_after(self) -> int | None:
        """The number after which messages are missing here; None when all that is known is here."""
        if self._delivered is None:
            return None
        seq = self._delivered
        while seq + 1 in self._ahead:
            seq += 1
        return seq if seq < self._known else None

    def _forget_delivered(self) -> None:
        delivered = self._delivered or 0
        for seq in [seq for seq in self._ahead if seq <= delivered]:
            del self._ahead[seq]
