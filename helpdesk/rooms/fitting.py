"""How much text is rendered at once. Markup takes up to 10 µs a character: fifty of the longest
messages, made of brackets, would take seconds, for each request."""

from collections.abc import Sequence
from typing import Protocol

MOST_CHARACTERS = 40_000


class HasText(Protocol):
    text: str


def fitting[T: HasText](messages: Sequence[T], most: int) -> list[T]:
    """The first of these, at most ``most``, and of long ones fewer; but one at least."""
    number = length = 0
    for message in messages[:most]:
        length += len(message.text)
        if number and length > MOST_CHARACTERS:
            break
        number += 1
    return list(messages[:number])
