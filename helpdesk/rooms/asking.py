"""Who asks at a socket, and the rooms that they may ask about: checked at each asking."""

from dataclasses import dataclass

from customers.models import Person
from helpdesk.models import Room
from helpdesk.rooms.authors import Author
from helpdesk.rooms.badges import Badge, PersonBadge, Standing, Verdict
from helpdesk.rooms.catching_up import NotSignedIn
from helpdesk.rooms.refusals import Denied


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
        rooms = self.verdict.rooms_with(standing, room).select_related("customer")
        found = rooms.filter(pk=room).first()
        if found is None:
            raise Denied("not_found")
        if to_write and found.is_archived:
            raise Denied("archived")
        return Entry(found, standing.author, standing)

    def entered_already(self, room: int) -> tuple[int, Person] | None:
        """The session and the person of an asker whose verdict lets them write in the room.

        Without a look at the database, so only for somebody who sees to it that the session is
        open and the epoch still the verdict's (writing.py). None for all others.
        """
        author, badge = self.verdict.standing.author, self.badge
        if not (isinstance(badge, PersonBadge) and isinstance(author, Person)):
            return None
        may = self.verdict.standing.may_write and self.verdict.lets_write_in(room)
        return (badge.session, author) if may else None
