"""Who asks at a socket, and the rooms that they may ask about: checked at each asking."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from helpdesk.models import Room
from helpdesk.rooms.authors import Author, Side
from helpdesk.rooms.badges import Badge, Standing, Verdict, badge_for, judge
from helpdesk.rooms.catching_up import NotSignedIn
from helpdesk.rooms.refusals import Denied


def admitted(
    side: Side, cookies: Mapping[str, str], widget_id: str, bearer: str | None
) -> tuple[Badge, Verdict] | None:
    """Who a client is on the side and in the workspace that it names; None if nobody."""
    badge = badge_for(side, cookies, widget_id, bearer)
    verdict = judge([badge]).get(badge) if badge else None
    return (badge, verdict) if badge and verdict else None


@dataclass(frozen=True)
class Entry:
    """Somebody in a room that is open to them, now."""

    room: Room
    author: Author
    standing: Standing


@dataclass(frozen=True)
class Asker:
    """The holder of a badge, and the verdict last given on it."""

    badge: Badge
    verdict: Verdict

    def enter(self, room: int, *, to_write: bool = True) -> Entry:
        """The room of that id, if it is open to the asker, to read or also to write.

        Raises catching_up.NotSignedIn, refusals.Denied.
        """
        standing = self.badge.standing()
        if standing is None:
            raise NotSignedIn
        if to_write and not standing.may_write:
            raise Denied("read_only")
        found = self._rooms(standing, room).filter(pk=room).first()
        if found is None:
            raise Denied("not_found")
        if to_write and found.archived_at:
            raise Denied("archived")
        return Entry(found, standing.author, standing)

    def _rooms(self, standing: Standing, room: int) -> QuerySet[Room]:
        """The rooms to find ``room`` in. What was admitted under an epoch is so until the next."""
        if standing.epoch == self.verdict.standing.epoch and self.verdict.admits(room):
            return Room.objects.filter(workspace=standing.workspace)
        return standing.rooms()
