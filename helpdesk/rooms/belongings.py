"""What belongs to a message beside its text: gathered for many at once, in a few queries.

Most messages have nothing of it, and for them nothing is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from customers.models import Agent
from helpdesk.models import LinkPreview, Mention, Message, Reaction
from helpdesk.rooms.authors import Author, key_of
from helpdesk.rooms.files.showing import files_of, gist
from helpdesk.rooms.plain_words import IN_SHORT, in_short

MOST_NAMES = 20  # below one reaction; more are counted
_KEPT = "_belongings"


@dataclass(frozen=True)
class Quote:
    """The message that another one answers, with its first words; none once it is deleted."""

    seq: int
    author: Author
    words: str
    is_deleted: bool


@dataclass
class Reacted:
    """One emoji below a message, and who chose it."""

    emoji: str
    by: list[Author] = field(default_factory=list)

    @property
    def keys(self) -> str:
        return " ".join(key_of(author) for author in self.by)

    @property
    def names(self) -> str:
        """Those who go by an address are counted: a room's guests may not know it."""
        named = [str(author) for author in self.by if isinstance(author, Agent) or author.name]
        rest = len(self.by) - len(named[:MOST_NAMES])
        return ", ".join([*named[:MOST_NAMES], f"+{rest}"] if rest > 0 else named)


@dataclass
class Belongings:
    """``named`` has the keys of who is mentioned, by the name that stands behind the @."""

    named: dict[str, str] = field(default_factory=dict)
    reactions: list[Reacted] = field(default_factory=list)
    quote: Quote | None = None
    preview: LinkPreview | None = None


def belongings_of(message: Message) -> Belongings:
    """What belongs to a message; asked for now, unless gather() has done so."""
    if _KEPT not in vars(message):
        gather([message])
    found: Belongings = vars(message)[_KEPT]
    return found


def gather(messages: Sequence[Message]) -> None:
    """Ask at once for what belongs to each of these messages: at most six queries."""
    found = {message.pk: Belongings() for message in messages}
    for mention in _mentions(messages):
        who = mention.agent or mention.person
        if who is not None:
            named = found[mention.message_id].named
            named[str(who)] = " ".join(filter(None, [named.get(str(who)), key_of(who)]))
    for pk, reactions in _reactions(messages).items():
        found[pk].reactions = reactions
    files_of(messages)
    _add_quotes(messages, found)
    _add_previews(messages, found)
    for message in messages:
        vars(message)[_KEPT] = found[message.pk]


def _mentions(messages: Sequence[Message]) -> Iterable[Mention]:
    having = [message.pk for message in messages if "@" in message.text]
    if not having:
        return []
    mentions = Mention.objects.filter(message__in=having)
    return mentions.select_related("person", "agent").order_by("pk")


def _reactions(messages: Sequence[Message]) -> dict[int, list[Reacted]]:
    having = [message.pk for message in messages if message.revision and not message.deleted_at]
    found: dict[int, dict[str, Reacted]] = defaultdict(dict)
    if having:
        rows = Reaction.objects.filter(message__in=having).select_related("person", "agent")
        for row in rows.order_by("pk"):
            reacted = found[row.message_id].setdefault(row.emoji, Reacted(row.emoji))
            reacted.by.append(row.agent or row.person)  # type: ignore[arg-type]
    return {pk: list(reactions.values()) for pk, reactions in found.items()}


def _add_quotes(messages: Sequence[Message], found: dict[int, Belongings]) -> None:
    answers = [message for message in messages if message.reply_to]
    if not answers:
        return
    originals = Message.objects.filter(
        room__in={message.room_id for message in answers},
        seq__in={message.reply_to for message in answers},
    ).select_related("person", "agent")
    files_of(originals)
    quotes = {
        (original.room_id, original.seq): Quote(
            original.seq,
            original.author,
            gist(original, in_short(original.text))[:IN_SHORT],
            is_deleted=original.deleted_at is not None,
        )
        for original in originals
    }
    for message in answers:
        found[message.pk].quote = quotes.get((message.room_id, message.reply_to or 0))


def _add_previews(messages: Sequence[Message], found: dict[int, Belongings]) -> None:
    having = {message.link_preview_id for message in messages} - {None}
    previews = LinkPreview.objects.in_bulk(having) if having else {}
    for message in messages:
        if message.link_preview_id is not None:
            found[message.pk].preview = previews.get(message.link_preview_id)
