"""The pages that have loaded the widget, and what the vendor's lock says of them now."""

from dataclasses import dataclass
from datetime import datetime

from customers.dashboard.embed.words import shown
from customers.embedding.sightings import NOTED_EVERY, newest_sightings
from customers.embedding.verdicts import Reason, verdict_on
from customers.models import Sighting, Workspace


@dataclass(frozen=True)
class Seen:
    """A page's origin: whether it was let in when it last came, and whether it would be now."""

    sighting: Sighting
    shown: str
    is_let_in: bool
    may_be_allowed: bool

    @property
    def has_old_key(self) -> bool:
        """Whether its last loads came with a former key, not only some long ago."""
        return self._is_recent(self.sighting.old_key_at)

    @property
    def has_old_secret(self) -> bool:
        """The same for a token signed with a former secret."""
        return self._is_recent(self.sighting.old_secret_at)

    def _is_recent(self, at: datetime | None) -> bool:
        return at is not None and at >= self.sighting.last_seen_at - NOTED_EVERY


def seen_pages(workspace: Workspace) -> list[Seen]:
    """The newest first. One query, and one for the allowed origins where they aren't there yet."""
    return [_seen(workspace, sighting) for sighting in newest_sightings(workspace)]


def _seen(workspace: Workspace, sighting: Sighting) -> Seen:
    if not sighting.origin:
        return Seen(sighting, shown(""), not sighting.is_refused, may_be_allowed=False)
    verdict = verdict_on(workspace, sighting.origin)
    is_missing = not verdict.is_let_in and verdict.reason != Reason.OFF
    return Seen(sighting, shown(sighting.origin), verdict.is_let_in, may_be_allowed=is_missing)
