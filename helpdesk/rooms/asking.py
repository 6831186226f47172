"""What a socket asks of the database, each with its check of access."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet

from helpdesk.models import Room
from helpdesk.rooms.authors import Author, Side
from helpdesk.rooms.badges import Badge, Standing, Verdict, badge_for, judge
from helpdesk.rooms.catching_up import NotSignedIn
from helpdesk.rooms.posting import post
from helpdesk.rooms.reading import mark_read


class Denied(Exception):
    """Not for the one who asks. ``code`` says why: not_found or read_only."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def admitted(
    side: Side, cookies: Mapping[str, str], widget_id: str, bearer: str | None
) -> tuple[Badge, Verdict] | None:
    """Who a client is on the side and in the workspace that it names; None if nobody."""
    badge = badge_for(side, cookies, widget_id, bearer)
    verdict = judge([badge]).get(badge) if badge else None
    return (badge, verdict) if badge and verdict else None


def post_as(badge: Badge, verdict: Verdict, room: int, client_id: UUID, text: str) -> int:
    """Post for the holder of ``badge``, last judged with ``verdict``. Returns the number.

    Raises NotSignedIn, Denied, posting.Refused.
    """
    standing = badge.standing()
    if standing is None:
        raise NotSignedIn
    if not standing.may_write:
        raise Denied("read_only")
    found = _rooms(standing, verdict, room).filter(pk=room).first()
    if found is None:
        raise Denied("not_found")
    return post(found, standing.author, client_id, text).message.seq


def _rooms(standing: Standing, verdict: Verdict, room: int) -> QuerySet[Room]:
    """The rooms to find ``room`` in. What was admitted under an epoch is so until the next one."""
    if standing.epoch == verdict.standing.epoch and verdict.admits(room):
        return Room.objects.filter(workspace=standing.workspace)
    return standing.rooms()


def note_read(reader: Author, room: int, seq: int) -> None:
    """Note how far ``reader`` has read a room that the hub knows them to be in."""
    if found := Room.objects.filter(pk=room).first():
        mark_read(found, reader, seq)
