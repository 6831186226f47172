"""What many sockets ask at the same time, answered together: what comes meanwhile is answered next.

After a restart all come back at once, and a query for each of them would take minutes.
"""

import asyncio
from collections.abc import Callable, Sequence

from django.db import OperationalError

from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.threads import for_socket

MOST_AT_ONCE = 100
# At a quarter of the pace in docs/performance.md they are let in within half of the 20 s for which
# a page waits (static/js/wire.js)
MOST_WAITING = 2000


class Batcher[Asked, Answer]:
    """Has ``answer_all`` answer many at once, in a thread, each in its turn. Used in one event
    loop."""

    def __init__(self, answer_all: Callable[[Sequence[Asked]], Sequence[Answer]]) -> None:
        self.answer_all = answer_all
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, asked: Asked) -> Answer:
        """The answer to this one. Raises django.db.Error, what ``answer_all`` raises of it alone,
        and Refused("unavailable") where MOST_WAITING wait already."""
        if len(self._waiting) >= MOST_WAITING:
            raise Refused("unavailable")
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._answer_those_who_wait())
        return await future

    async def _answer_those_who_wait(self) -> None:
        while batch := self._waiting[:MOST_AT_ONCE]:
            del self._waiting[:MOST_AT_ONCE]
            await self._answer(batch)

    async def _answer(self, batch: list[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await for_socket(self.answer_all, [asked for asked, _future in batch])
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, OperationalError):
                for one in batch:  # what is wrong with one must not keep the others out
                    await self._answer([one])
                return
            for _asked, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_asked, future), answer in zip(batch, answers, strict=True):
            if not future.done():  # else its client has gone
                future.set_result(answer)
