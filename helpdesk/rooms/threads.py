"""Where sockets and the hub do their database work: never in the loop, nor in Django's one thread.

Small executors, so that neither a flood of posts can hold up the check of who may still listen, nor
those who catch up or forward a lot the others, who post or come in. A thread takes a connection
from the pool for one call and gives it back.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from channels.db import database_sync_to_async
from django.db import OperationalError

SOCKET_THREADS = ThreadPoolExecutor(8, "sockets")
LONG_THREADS = ThreadPoolExecutor(4, "long")
HUB_THREADS = ThreadPoolExecutor(2, "hub")
# Seconds. While a socket waits, the server does not read from it, not even the answer to a ping,
# and after 20 without one it would take the client for gone.
PATIENCE = 15.0


async def for_socket[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function that uses the database on behalf of one socket.

    Raises OperationalError where that stands still; what was begun may yet be done.
    """
    return await _patiently(SOCKET_THREADS, partial(function, *args, **kwargs))


async def for_long_work[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for what may take long, as to read and render what a client has missed."""
    return await _patiently(LONG_THREADS, partial(function, *args, **kwargs))


async def _patiently[T](executor: ThreadPoolExecutor, function: Callable[[], T]) -> T:
    run = database_sync_to_async(function, thread_sensitive=False, executor=executor)
    try:
        async with asyncio.timeout(PATIENCE):
            return await run()
    except TimeoutError:
        raise OperationalError("The database stands still") from None


async def for_hub[**P, T](function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a function that uses the database on behalf of all sockets of this process."""
    run = database_sync_to_async(function, thread_sensitive=False, executor=HUB_THREADS)
    return await run(*args, **kwargs)
