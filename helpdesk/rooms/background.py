import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger(__name__)


class Background:
    """Tasks of the running loop that nobody waits for: kept until they are done, so that they are
    not collected before. What fails in one is logged as ``failure``, and harms no other."""

    def __init__(self, failure: str) -> None:
        self._failure = failure
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], *, at_once: bool = False) -> None:
        """Have ``work`` done from the loop's next turn on, or ``at_once`` up to its first wait."""
        loop = asyncio.get_running_loop()
        task = asyncio.Task(self._logged(work), loop=loop, eager_start=at_once)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def cancel(self) -> None:
        """End all of them."""
        for task in self._tasks:
            task.cancel()

    async def _logged(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:
            log.exception(self._failure)
