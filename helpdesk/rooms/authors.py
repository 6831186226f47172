"""Who writes and reads in rooms: a person or an agent, under one short key."""

from typing import Literal

from customers.models import Agent, Person

type Author = Person | Agent
type Side = Literal["person", "agent"]

HUES = 12  # colours of initials; css/avatar.css knows as many


def key_of(author: Author) -> str:
    """``p12`` for the person 12, ``a3`` for the agent 3: what pages and sockets call them."""
    return f"{'a' if isinstance(author, Agent) else 'p'}{author.pk}"


def side_of(author: Author) -> Side:
    """``agent`` or ``person``."""
    return "agent" if isinstance(author, Agent) else "person"


def as_field(author: Author) -> dict[str, Author]:
    """The lookup or value by which messages and readings name this author."""
    return {side_of(author): author}


def initials_of(author: Author) -> str:
    """One or two letters for somebody: of their name, or of their address."""
    return initials_in(str(author))


def initials_in(name: str) -> str:
    """One or two letters of a name or an address."""
    words = [word for word in name.partition("@")[0].replace(".", " ").split() if word]
    letters = [word[0] for word in words[:1] + words[1:][-1:]]
    return "".join(letters).upper() or "?"


def hue_of(author: Author) -> int:
    """The colour of somebody's initials, always the same: 0 to 11."""
    return (author.pk * 7 + 6 * isinstance(author, Agent)) % HUES
