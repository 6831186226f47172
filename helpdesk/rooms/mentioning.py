"""Who is named in a message with an @: those who may read it, and nobody else."""

import re
from collections.abc import Collection, Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from customers.models import Agent, Binding, Block, Membership, Person
from helpdesk.models import CLOSED_KINDS, Mention, Message, Reading, Room, RoomMember
from helpdesk.rooms.access import rooms_for_people
from helpdesk.rooms.authors import Author, as_field
from helpdesk.rooms.markdown import name_at

MOST = 20  # in a message


def mentioned(room: Room, keys: Collection[str], text: str, by: Author) -> list[Author]:
    """Those of ``keys`` (``a3``, ``p12``) who may read ``room``, of whom ``by`` is told there, and
    whose ``@Name`` is in ``text``.

    All others are left out, whether or not there is anybody of that key.
    """
    if not keys or "@" not in text:
        return []
    ids = {side: {int(key[1:]) for key in keys if key[0] == side} for side in "ap"}
    people = Person.objects.filter(pk__in=ids["p"], workspace=room.workspace_id)
    who: list[Author] = [
        *agents_shown_to(by, room).filter(pk__in=ids["a"]),
        *who_may_read(room, people if ids["p"] else ()),
    ]
    named = _named_in(text, {str(author) for author in who})
    return [author for author in who if str(author) in named][:MOST]


def name(message: Message, who: Iterable[Author]) -> None:
    """Note that these are mentioned in a message."""
    rows = [Mention(message=message, **as_field(author)) for author in who]
    if rows:
        Mention.objects.bulk_create(rows)


def name_again(message: Message, who: Iterable[Author]) -> None:
    """The message says something else now: mentioned are ``who``, and of those before them whose
    name still stands in it."""
    before = list(message.mentions.select_related("person", "agent"))
    named = _named_in(message.text, {str(one.agent or one.person) for one in before})
    gone = [one.pk for one in before if str(one.agent or one.person) not in named]
    message.mentions.filter(pk__in=gone).delete()
    still = {one.agent or one.person for one in before if one.pk not in gone}
    name(message, [author for author in who if author not in still][: MOST - len(still)])


def agents_of(room: Room) -> QuerySet[Agent]:
    """The agents who may read a room: all who are active at its vendor."""
    members = Membership.objects.active().filter(vendor=room.workspace.vendor_id)
    return Agent.objects.filter(pk__in=members.values("agent"))


def agents_known_in(room: Room) -> QuerySet[Agent]:
    """Those of them of whom people are told: who have written there, or began it."""
    written = Message.objects.filter(room=room, agent=OuterRef("pk"), person=None)
    return agents_of(room).filter(Exists(written) | Q(pk=room.agent_id))


def agents_shown_to(reader: Author, room: Room) -> QuerySet[Agent]:
    """Those of them of whom ``reader`` is told."""
    return agents_of(room) if isinstance(reader, Agent) else agents_known_in(room)


def who_may_read(room: Room, people: Iterable[Person]) -> list[Person]:
    """Those of these people of its workspace who may enter ``room``; a few queries.

    Nobody but agents is mentioned in the Shared Email Inbox, for its people never see one another.
    """
    people = list(people)
    if room.person_id is not None or not people:
        return []
    rooms = rooms_for_people(room.workspace, people)
    by_token = _let_in_by_token(room, people)
    return [person for person in people if room.pk in rooms[person.pk] or person.pk in by_token]


def unread_mentions(rooms: Iterable[Room], reader: Author) -> dict[int, int]:
    """In how many messages that ``reader`` has not seen they are mentioned, by room id, for those
    of ``rooms`` where there are any. One query."""
    seen = Reading.objects.filter(room=OuterRef("message__room"), **as_field(reader))
    mentions = Mention.objects.filter(
        message__room__in=[room.pk for room in rooms],
        message__seq__gt=Coalesce(Subquery(seen.values("seq")[:1]), Value(0)),
        **as_field(reader),
    )
    counted = mentions.values(room=F("message__room")).annotate(number=Count("pk"))
    return dict(counted.values_list("room", "number"))


def _named_in(text: str, names: set[str]) -> set[str]:
    found = (name_at(text, match.start(), names) for match in re.finditer("@", text))
    return {one for one in found if one is not None}


def _let_in_by_token(room: Room, people: list[Person]) -> set[int]:
    """Whom the vendor's token lets into the room, whatever their mailbox does."""
    bound = Binding.objects.filter(
        customer=room.customer_id, customer__archived_at=None, known_user__person__in=people
    )
    found = set(bound.values_list("known_user__person", flat=True))
    if room.kind in CLOSED_KINDS:
        members = RoomMember.objects.open().filter(room=room, is_own=False)
        found &= set(members.values_list("person", flat=True))
    return found - set(Block.objects.filter(person__in=found).values_list("person", flat=True))
