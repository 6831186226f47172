from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpdesk.rooms.fields import Reader

type Answer = dict[str, Any] | None


@dataclass(frozen=True)
class Command:
    """A frame that a client may send, and what it does.

    ``run(asker, **fields)`` is called in a thread, outside of any transaction, and returns the
    frame to answer with, or None. It raises refusals.Refused and catching_up.NotSignedIn. What
    others are to hear of it is told by events. ``by_listeners``: it counts only in a room that the
    client has subscribed to, so that its access has been checked there; elsewhere it is ignored.

    ``run_in_loop``, if there is one, is awaited before that in the event loop; where it returns
    None, ``run`` is called all the same. ``is_long``: it may take as long as many others together;
    ``weight(**fields)`` says as how many.
    """

    run: Callable[..., Answer]
    fields: Mapping[str, Reader]
    optional: Mapping[str, Reader] = field(default_factory=dict)
    by_listeners: bool = False
    is_long: bool = False
    weight: Callable[..., int] = lambda **fields: 0
    run_in_loop: Callable[..., Awaitable[Answer]] | None = None
