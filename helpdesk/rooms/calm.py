"""News that may come often and of which only the newest counts: told calmly."""

import asyncio
from collections.abc import Callable, Hashable
from typing import Any

INTERVAL = 1.0  # seconds between two pieces of news of one thing
AT_ONCE = 50  # things told of in an interval; beyond that each waits longer


class Calm:
    """Passes on the first piece of news of a thing at once, later ones at most each INTERVAL.

    Where very many things have news, as the readers of a crowded room do, the interval grows, so
    that never more than about AT_ONCE a second are passed on. Used in one event loop.
    """

    def __init__(self, tell: Callable[[Any], object]) -> None:
        self._tell = tell
        self._held: dict[Hashable, Any] = {}  # by thing: the newest news, None where it is told

    def put(self, thing: Hashable, news: Any, *, at_once: bool = False) -> None:
        """There is ``news`` of ``thing``, which with ``at_once`` doesn't wait."""
        if thing in self._held:
            self._held[thing] = None if at_once else news
            if at_once:
                self._tell(news)
            return
        self._held[thing] = None
        self._tell(news)
        wait = INTERVAL * max(1, len(self._held) / AT_ONCE)
        asyncio.get_running_loop().call_later(wait, self._release, thing)

    def _release(self, thing: Hashable) -> None:
        news = self._held.pop(thing)
        if news is not None:
            self.put(thing, news)
