"""The changes of a room's messages as this process delivers them: in order of revision."""

from collections.abc import Iterable

from helpdesk.rooms.events import ChangeHint
from helpdesk.rooms.outbox import Event
from helpdesk.rooms.sockets import change_event

MOST_AHEAD = 1000  # changes held while others before them are missing


class ChangesFeed:
    """How far a room's changes have been told.

    A message that changed twice has only its newest revision in the database: numbers that are
    missing there are passed over.
    """

    def __init__(self) -> None:
        self.delivered = 0
        self._known = 0
        self._held: dict[int, tuple[int, int, Event] | None] = {}  # by revision: seq, epoch, event

    def open_at(self, revision: int) -> None:
        """The first subscriber knows everything up to ``revision``."""
        self.delivered = max(self.delivered, revision)

    def hear_of(self, revision: int) -> None:
        """The room has come to ``revision``."""
        self._known = max(self._known, revision)

    def hear(self, hint: ChangeHint) -> None:
        """Take a change that is committed."""
        revision = hint["revision"]
        self.hear_of(revision)
        is_next = revision == self.delivered + 1
        if revision > self.delivered and (is_next or len(self._held) < MOST_AHEAD):
            self._held[revision] = (hint["seq"], hint["epoch"], change_event(hint))

    def take(self, hints: Iterable[ChangeHint], up_to: int) -> None:
        """Take what the database has of all changes after those delivered, up to that revision."""
        for revision in range(self.delivered + 1, up_to + 1):
            self._held.setdefault(revision, None)
        for hint in hints:
            self.hear(hint)

    def due(self, seq: int, epoch: int) -> Iterable[Event]:
        """What is to be told now, to readers who know messages up to ``seq`` and whose access has
        been checked as of ``epoch``."""
        while (revision := self.delivered + 1) in self._held:
            held = self._held[revision]
            if held is not None:
                if held[0] > seq or held[1] > epoch:
                    return
                yield held[2]
            del self._held[revision]
            self.delivered = revision

    def is_missing_any(self) -> bool:
        """Whether something is known of that is not here."""
        revision = self.delivered
        while revision + 1 in self._held:
            revision += 1
        return revision < self._known
