from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Post(NamedTuple):
    """A person's plain text, with the session and the epoch under which they were let into the
    room. No two of one batch may have the same room, person and client_id."""

    room: int
    person: int
    session: int
    epoch: int
    client_id: UUID
    text: str


class Written(NamedTuple):
    """A post that is committed; ``is_new`` is False where this client had sent it before. ``name``
    is its author's by now."""

    seq: int
    is_new: bool
    created_at: datetime
    name: str
