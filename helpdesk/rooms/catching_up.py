"""What hubs and returning clients ask the database: what have I missed?"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Now

from customers.models import Workspace
from helpdesk.models import NEWEST_FIRST, Message, Room
from helpdesk.rooms.acquaintance import knows
from helpdesk.rooms.badges import Badge, Verdict
from helpdesk.rooms.belongings import gather
from helpdesk.rooms.events import ChangeHint, MessageHint, change_hint, message_hint
from helpdesk.rooms.fitting import fitting
from helpdesk.rooms.rendering import of_room

PAGE = 200  # messages
LOOKED_AT_ONCE = 200  # rooms


@dataclass(frozen=True)
class Missed:
    """Messages of a room after some number, in order; ``epoch`` was read after them.

    ``changes`` are those of messages up to that number, up to ``revision``, in order of revision.
    ``is_known``: the room's people know by name who asked (acquaintance.py).
    """

    messages: list[MessageHint]
    epoch: int
    last_seq: int
    more: bool
    changes: list[ChangeHint] = field(default_factory=list)
    revision: int = 0
    is_known: bool = False

    @property
    def up_to(self) -> int:
        """The number from which the listener knows everything that follows by hearing it."""
        return self.messages[-1]["activity"]["seq"] if self.messages else self.last_seq


@dataclass(frozen=True)
class Positions:
    """How far rooms and workspaces have come."""

    last_seqs: dict[int, int] = field(default_factory=dict)
    revisions: dict[int, int] = field(default_factory=dict)
    epochs: dict[int, int] = field(default_factory=dict)


class NotSignedIn(Exception):
    """The badge doesn't hold any more."""


class NotFound(Exception):
    """There is no such room for the one who asks."""


def missed_by(
    badge: Badge, verdict: Verdict, room: int, after: int, revision: int | None = None
) -> Missed:
    """What the holder of ``badge``, last judged with ``verdict``, has missed in ``room``: at most
    PAGE messages and PAGE changes, fewer of long ones.

    The epoch is that of the check of access as well. Raises NotSignedIn, NotFound.
    """
    while True:
        standing = badge.standing()
        if standing is None:
            raise NotSignedIn
        mine = verdict.rooms_with(standing, room).filter(pk=room)
        is_known = mine.values_list(knows(standing.author), flat=True).first()
        if is_known is None:
            raise NotFound
        found = missed(room, after, revision)
        if found.epoch == standing.epoch:
            return replace(found, is_known=is_known)
        # Access changed while we looked: what was read may not be theirs any more.


def missed(
    room: int, after: int, revision: int | None = None, *, all_changes: bool = False
) -> Missed:
    """The messages of ``room`` after number ``after``, and what changed after ``revision`` in those
    before, or with ``all_changes`` in any: at most a page of each. Without a revision no changes
    are asked for. Raises NotFound.
    """
    numbers = Room.objects.filter(pk=room).values_list("last_seq", "last_revision").first()
    if numbers is None:
        raise NotFound
    last_seq, last_revision = numbers
    # Read before the messages, which then are at least as new.
    changed = []
    if revision is not None and revision < last_revision:
        changed = _changed(room, revision, None if all_changes else after)
    messages = []
    if after < last_seq:
        messages = list(_with_room(room).filter(seq__gt=after).order_by("seq")[: PAGE + 1])
    page, changes = fitting(messages, PAGE), fitting(changed, PAGE)
    gather([*page, *changes])
    epoch = Workspace.objects.values_list("epoch", flat=True).get(rooms=room)
    return Missed(
        messages=[message_hint(message, epoch) for message in page],
        epoch=epoch,
        last_seq=max([last_seq, *(message.seq for message in messages)]),
        more=len(messages) > len(page) or len(changed) > len(changes),
        changes=[change_hint(message, epoch) for message in changes],
        revision=changes[-1].revision if len(changed) > len(changes) else last_revision,
    )


def _changed(room: int, revision: int, up_to: int | None) -> list[Message]:
    changed = _with_room(room).filter(revision__gt=revision)
    if up_to is not None:
        changed = changed.filter(seq__lte=up_to)
    return list(changed.order_by("revision")[: PAGE + 1])


def positions(rooms: Iterable[int], workspaces: Iterable[int]) -> Positions:
    """The last number of each of these rooms and the epoch of each workspace, in one query."""
    of_rooms = Room.objects.filter(pk__in=rooms).values_list(
        Value("room"), "pk", "last_seq", "last_revision"
    )
    epochs = Workspace.objects.filter(pk__in=workspaces).values_list(
        Value("workspace"), "pk", "epoch", Value(0)
    )
    found = Positions()
    for kind, pk, number, revision in of_rooms.union(epochs, all=True):
        if kind == "room":
            found.last_seqs[pk], found.revisions[pk] = number, revision
        else:
            found.epochs[pk] = number
    return found


def lately_active(told: dict[int, dict[int, int]], seconds: float) -> list[MessageHint]:
    """The newest message of each room that got one in the last ``seconds`` and was not told.

    ``told`` has by workspace, then by room, the number of the newest message told.
    """
    recent = Now() - timedelta(seconds=seconds)
    rooms = Room.objects.filter(
        workspace__in=told,
        last_message_at__gt=recent,
        active_minute__gt=recent - timedelta(minutes=1),  # which has an index
    )
    untold = [
        Q(room=room, seq=seq)
        for workspace, room, seq in rooms.values_list("workspace", "pk", "last_seq")
        if seq > told[workspace].get(room, 0)
    ]
    if not untold:
        return []
    messages = list(
        Message.objects.filter(reduce(or_, untold)).select_related("room", "person", "agent")
    )
    gather(messages)
    epochs = dict(Workspace.objects.filter(pk__in=told).values_list("pk", "epoch"))
    return [message_hint(message, epochs[message.room.workspace_id]) for message in messages]


def lately_reworded(workspaces: Iterable[int], seconds: float) -> list[ChangeHint]:
    """The newest message of each room in which one was written within a day, where it was edited or
    deleted in the last ``seconds``: one query as a rule, over the newest LOOKED_AT_ONCE of them.
    """
    rooms = Room.objects.filter(
        workspace__in=workspaces, active_minute__gt=Now() - timedelta(days=1)
    ).order_by(*NEWEST_FIRST)
    recent = Now() - timedelta(seconds=seconds)
    newest = Message.objects.filter(
        Q(edited_at__gt=recent) | Q(deleted_at__gt=recent),
        room__in=rooms.values("pk")[:LOOKED_AT_ONCE],
        seq=F("room__last_seq"),
    )
    messages = list(newest.select_related("room", "person", "agent"))
    if not messages:
        return []
    gather(messages)
    epochs = dict(Workspace.objects.filter(pk__in=workspaces).values_list("pk", "epoch"))
    return [change_hint(message, epochs[message.room.workspace_id]) for message in messages]


def _with_room(room: int) -> QuerySet[Message]:
    return of_room(room).select_related("room", "person", "agent")
