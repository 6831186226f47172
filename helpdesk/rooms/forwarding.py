"""Messages of one room written again in another, with who wrote them and when."""

from uuid import UUID, uuid5

from helpdesk.models import Message, Room
from helpdesk.rooms.authors import Author
from helpdesk.rooms.posting import Original, post
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import of_room

MOST = 50  # messages at once
LONGEST_AUTHOR: int = Message._meta.get_field("original_author").max_length or 0

BEFORE_ADDRESS = " · "


def forward(
    room: Room, first: int, last: int, to: Room, author: Author, request: UUID
) -> list[Message]:
    """Write the messages from number ``first`` to ``last`` of ``room`` into ``to``, in order.

    ``author``, who forwards them, may read the one and write in the other: that is for the caller
    to know. Deleted ones are left out. The same ``request`` writes each of them once, however often
    it is sent. Raises Refused: too_many, no_message.
    """
    if last - first >= MOST:
        raise Refused("too_many")
    messages = of_room(room.pk).filter(seq__gte=first, seq__lte=last, deleted_at=None)
    originals = list(messages.order_by("seq"))
    if not originals:
        raise Refused("no_message")
    written = [_forward(message, room, to, author, request) for message in originals]
    there = [message for message in written if message is not None]
    if not there:
        raise Refused("no_message")
    return there


def _forward(
    message: Message, room: Room, to: Room, author: Author, request: UUID
) -> Message | None:
    """The message there; None for one that has been deleted by now."""
    # In the Shared Email Inbox people never see one another
    are_colleagues = room.customer_id == to.customer_id and not room.customer.is_inbox
    original = _original_of(message, shows_address=are_colleagues)
    client_id = uuid5(request, str(message.seq))
    try:
        return post(to, author, client_id, message.text, original=original).message
    except Refused as refused:
        if refused.code == "no_message":
            return None
        raise


def _original_of(message: Message, *, shows_address: bool) -> Original:
    """Who is said to have written it: as its readers saw it, but nobody's address leaves their
    customer. Nobody by name is who goes by it."""
    if message.original_at:
        author = message.original_author
        if not shows_address:
            author = _without_address(author)
        return Original(message, author, message.original_at)
    name = str(message.author)
    if message.person and not shows_address:
        name = message.person.name
    elif message.person and message.person.name:
        name = f"{name}{BEFORE_ADDRESS}{message.person.email}"
    return Original(message, name[:LONGEST_AUTHOR], message.created_at)


def _without_address(author: str) -> str:
    """What was said of an author, without the address behind the name or instead of it."""
    name, _before, address = author.rpartition(BEFORE_ADDRESS)
    return name if "@" in address else author
