"""Emoji below a message, by anybody who may write in its room."""

from helpdesk.models import LONGEST_EMOJI, Message, Reaction, Room
from helpdesk.rooms.authors import Author, as_field
from helpdesk.rooms.changing import change
from helpdesk.rooms.emoji_names import is_one_emoji
from helpdesk.rooms.refusals import Refused

MOST = 20  # different emoji below a message


def react(room: Room, author: Author, seq: int, emoji: str, *, on: bool) -> Message:
    """Put ``emoji`` below message ``seq``, or take one's own away.

    Raises Refused: no_message, no_emoji, too_many.
    """
    if not is_one_emoji(emoji) or len(emoji) > LONGEST_EMOJI:
        raise Refused("no_emoji")

    def apply(message: Message) -> bool:
        if message.deleted_at is not None:
            raise Refused("no_message")
        own = message.reactions.filter(emoji=emoji, **as_field(author))
        if not on:
            return own.delete()[0] > 0
        if own.exists():
            return False
        _must_have_place(message, emoji)
        Reaction.objects.create(message=message, emoji=emoji, **as_field(author))
        return True

    return change(room, seq, apply)


def _must_have_place(message: Message, emoji: str) -> None:
    others = message.reactions.exclude(emoji=emoji).order_by().values("emoji").distinct()
    if others.count() >= MOST:
        raise Refused("too_many")
