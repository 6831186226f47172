"""What runs beside the requests for as long as a server process lives."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from unknown_user.readiness import refuse_if_unready

type Service = Callable[[], Awaitable[None]]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)

PAUSE = 1  # seconds before a service that failed is started again
# Seconds that services have to end, each time that they are asked to. The worker gives jobs four;
# one that then wants to tell a database goodbye that is away is interrupted again. With the three
# that pages and sockets have before, it is over within the ten that `docker stop` allows.
PATIENCE = (4.5, 1.0, 1.0)


class Lifespan:
    """The ASGI lifespan application: starts the services, keeps them running, ends them."""

    def __init__(self, *services: Service) -> None:
        self.services = services

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        await receive()
        try:
            refuse_if_unready()
        except Exception as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        tasks = [asyncio.create_task(keep_running(service)) for service in self.services]
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await _end(tasks)
        await send({"type": "lifespan.shutdown.complete"})


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    pending = set(tasks)
    for patience in PATIENCE:
        if not pending:
            return
        for task in pending:
            task.cancel()
        _done, pending = await asyncio.wait(pending, timeout=patience)
    if pending:
        log.warning("%d services did not end in time", len(pending))


async def keep_running(service: Service) -> None:
    """Run a service until it is cancelled; a failure is logged, and it starts again."""
    while True:
        try:
            await service()
        except Exception:
            log.exception("%s failed", getattr(service, "__qualname__", service))
        if _has_to_end():
            return
        await asyncio.sleep(PAUSE)


def _has_to_end() -> bool:
    """Whether this task was cancelled, although what it ran has ended in another way."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
