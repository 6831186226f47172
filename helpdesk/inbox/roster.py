"""The rooms of a workspace as an agent's roster lists them, newest first, grouped by customer.

However many rooms there are, a page of the roster costs the same few queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from urllib.parse import urlencode

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, Left
from django.utils.translation import gettext_lazy as _

from customers.models import Agent, Customer, Workspace
from customers.models.ids import id_in
from helpdesk.models import NEWEST_FIRST, Message, Reading, Room
from helpdesk.rooms.access import rooms_for_agent
from helpdesk.rooms.files.showing import files_of, gist
from helpdesk.rooms.mentioning import unread_mentions
from helpdesk.rooms.plain_words import IN_SHORT, LOOKED_AT, in_short

PAGE = 50  # rooms
POSSIBLE_YEARS = range(1970, 9999)  # of a message; the database knows them all


class Show(TextChoices):
    """Which rooms are listed. Without a word: those in which somebody has written."""

    ALL = "", _("All")
    UNREAD = "unread", _("Unread")
    QUIET = "quiet", _("Quiet")
    ARCHIVED = "archived", _("Archived")


@dataclass(frozen=True)
class Filter:
    """What an agent looks for: rooms of a kind, and words in a name."""

    show: Show = Show.ALL
    words: str = ""
    before: str = ""

    @property
    def is_top(self) -> bool:
        """Whether this is where the whole roster begins."""
        return not (self.show or self.words or self.before)

    def query(self, before: str) -> str:
        """The URL's query that asks for the same behind the key ``before``."""
        asked = {"show": self.show.value, "q": self.words, "before": before}
        return urlencode({name: value for name, value in asked.items() if value})


EVERYTHING = Filter()


@dataclass
class Group:
    """A customer with those of its rooms that are on this page."""

    customer: Customer
    rooms: list[Room] = field(default_factory=list)


@dataclass(frozen=True)
class Roster:
    """One page. ``more`` is the key of the next one, empty on the last."""

    groups: list[Group]
    more: str


def roster(workspace: Workspace, agent: Agent, wanted: Filter = EVERYTHING) -> Roster:
    """The page of rooms that starts behind the key ``wanted.before``.

    Each room has ``unread`` (a number), ``mentions`` (of the agent, unread), and ``newest`` (a
    Message or None, its text cut short).
    """
    rooms = listed_rooms(workspace, agent, archived=wanted.show == Show.ARCHIVED)
    rooms = _after(_matching(rooms, agent, wanted), wanted.before)
    page = list(rooms.order_by(*NEWEST_FIRST)[: PAGE + 1])
    more = _key(page[PAGE - 1]) if len(page) > PAGE else ""
    return Roster(grouped(with_news(islice(page, PAGE), agent)), more)


def listed_rooms(workspace: Workspace, agent: Agent, *, archived: bool = False) -> QuerySet[Room]:
    """The rooms of customers that are not archived, each with its number of ``unread`` messages:
    those in which people write, or with ``archived`` the others."""
    read = Reading.objects.filter(room=OuterRef("pk"), agent=agent, person=None).values("seq")[:1]
    return (
        rooms_for_agent(workspace)
        .filter(customer__archived_at=None, archived_at__isnull=not archived)
        .select_related("customer", "person")
        .annotate(
            unread=Greatest(
                F("last_seq") - Coalesce(Subquery(read), 0),
                Value(0),
                output_field=IntegerField(),
            )
        )
    )


def unread_rooms(workspace: Workspace, agent: Agent) -> int:
    """In how many rooms something waits to be read by ``agent``: one query."""
    return listed_rooms(workspace, agent).filter(_has_news_for(agent)).count()


def rooms_aside(workspace: Workspace) -> dict[str, int]:
    """How many rooms are ``quiet``, because nobody has written there yet, and how many are
    ``archived``. One query."""
    rooms = rooms_for_agent(workspace).filter(customer__archived_at=None)
    return rooms.aggregate(
        quiet=Count("pk", filter=Q(archived_at=None, last_seq=0)),
        archived=Count("pk", filter=Q(archived_at__isnull=False)),
    )


def with_newest(rooms: Iterable[Room]) -> list[Room]:
    """The rooms, each with its newest message or None as ``newest``: one query for all, and
    one for the files of those that have some."""
    rooms = list(rooms)
    newest = (
        Message.objects.filter(room__in=rooms, seq=F("room__last_seq"))
        .select_related("person", "agent")
        .defer("text")
        .annotate(preview=Left("text", LOOKED_AT))
        .order_by()
    )
    found = {message.room_id: message for message in newest}
    files_of(found.values())
    for message in found.values():
        message.preview = gist(message, in_short(message.preview))[:IN_SHORT]
    for room in rooms:
        room.newest = found.get(room.pk)  # type: ignore[attr-defined]
    return rooms


def with_news(rooms: Iterable[Room], agent: Agent) -> list[Room]:
    """The rooms with their newest messages, and in how many unread ones ``agent`` is mentioned."""
    rooms = with_newest(rooms)
    mentions = unread_mentions(rooms, agent)
    for room in rooms:
        room.mentions = mentions.get(room.pk, 0)  # type: ignore[attr-defined]
    return rooms


def grouped(rooms: Iterable[Room]) -> list[Group]:
    """Groups in the order of their first room."""
    groups: dict[int, Group] = {}
    for room in rooms:
        groups.setdefault(room.customer_id, Group(room.customer)).rooms.append(room)
    return list(groups.values())


def _has_news_for(agent: Agent) -> Q:
    """Rooms whose newest message ``agent`` has not read."""
    up_to_date = Reading.objects.filter(
        room=OuterRef("pk"), agent=agent, person=None, seq__gte=OuterRef("last_seq")
    )
    return Q(~Exists(up_to_date), last_seq__gt=0)


def _matching(rooms: QuerySet[Room], agent: Agent, wanted: Filter) -> QuerySet[Room]:
    if wanted.show == Show.UNREAD:
        rooms = rooms.filter(_has_news_for(agent))
    elif wanted.show == Show.QUIET:
        rooms = rooms.filter(last_seq=0)
    elif not wanted.words and wanted.show != Show.ARCHIVED:  # a search finds quiet rooms too
        rooms = rooms.filter(last_seq__gt=0)
    for word in wanted.words.split():
        rooms = rooms.filter(
            Q(name__icontains=word)
            | Q(customer__name__icontains=word)
            | Q(person__name__icontains=word)
        )
    return rooms


def _key(room: Room) -> str:
    at = room.last_message_at.isoformat() if room.last_message_at else ""
    return f"{at}~{room.pk}"


def _after(rooms: QuerySet[Room], key: str) -> QuerySet[Room]:
    """The rooms behind ``key``; a key that is none starts from the top."""
    at, _tilde, pk = key.partition("~")
    room, moment = id_in(pk), _moment(at)
    if not room or (at and moment is None):
        return rooms
    if moment is None:
        return rooms.filter(last_message_at=None, pk__lt=room)
    older = Q(last_message_at__lt=moment) | Q(last_message_at=moment, pk__lt=room)
    return rooms.filter(older | Q(last_message_at=None))


def _moment(text: str) -> datetime | None:
    """The time that a key names; None for one that no message can have."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and moment.year in POSSIBLE_YEARS else None
