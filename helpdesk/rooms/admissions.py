"""Lets clients in. After a restart all come back at once: then many are judged together."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from helpdesk.rooms.authors import Side
from helpdesk.rooms.badges import Badge, Verdict, badge_for, judge
from helpdesk.rooms.threads import for_socket

MOST_AT_ONCE = 100


class Hello(NamedTuple):
    """Who a client says it is, and what it shows for that."""

    side: Side
    cookies: Mapping[str, str]
    widget_id: str
    bearer: str | None


type Admitted = tuple[Badge, Verdict] | None


def admitted(hellos: Sequence[Hello]) -> list[Admitted]:
    """Who each client is on the side and in the workspace that it names; None for nobody."""
    badges = [badge_for(*hello) for hello in hellos]
    verdicts = judge(badge for badge in badges if badge)
    return [
        (badge, verdicts[badge]) if badge is not None and badge in verdicts else None
        for badge in badges
    ]


class Admissions:
    """Those who wait to be let in: what comes while some are judged is judged together next."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Hello, asyncio.Future[Admitted]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, hello: Hello) -> Admitted:
        """Who a client is; None for nobody. Raises django.db.Error."""
        future: asyncio.Future[Admitted] = asyncio.get_running_loop().create_future()
        self._waiting.append((hello, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._judge_all())
        return await future

    async def _judge_all(self) -> None:
        while batch := self._waiting[:MOST_AT_ONCE]:
            del self._waiting[:MOST_AT_ONCE]
            await self._judge(batch)

    async def _judge(self, batch: list[tuple[Hello, asyncio.Future[Admitted]]]) -> None:
        try:
            found = await for_socket(admitted, [hello for hello, _future in batch])
        except Exception as error:
            if len(batch) > 1:
                for one in batch:  # what is wrong with one must not keep the others out
                    await self._judge([one])
            elif not batch[0][1].done():
                batch[0][1].set_exception(error)
            return
        for (_hello, future), answer in zip(batch, found, strict=True):
            if not future.done():  # else its client has gone
                future.set_result(answer)
