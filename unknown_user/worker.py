"""The worker: does the jobs that requests deferred."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from psycopg_pool import AsyncConnectionPool

from unknown_user.environment import RECONNECT_WITHIN
from unknown_user.tasks import DEAD_AFTER

# Jobs under way at once. Each may wait for a mail server as long as environment.MAIL_TIMEOUT, so
# that twenty servers that hang hold up the rest for half a minute at most; while it waits it holds
# a thread, and no connection to the database.
CONCURRENCY = 20
OTHERS = 8  # threads for whatever else of this process uses the loop's own
HEARTBEAT = 5  # seconds
# Seconds between looks of its own. A job that is deferred in the very moment of a look is not heard
# of (procrastinate 3.10 forgets the notice), and a mail waits for two jobs.
POLLING = 1.0
GRACE = 4  # seconds that jobs under way have to end at shutdown; then they are taken up again later


async def run_worker() -> None:
    """Do jobs until cancelled. Leaves the signals to the server that it runs beside.

    The worker's connector listens on a connection of its own. Replacing the app's would have
    requests in this process defer their jobs outside of their transactions, so the worker gets a
    second app with the same tasks.
    """
    # Python's own default is a few threads a core, which hanging mails would use up.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(CONCURRENCY + OTHERS))
    # Left open by whatever ends this, the pool's own tasks, which take a cancellation for an error
    # of the database, could outlive the server that has to end.
    async with _pool() as pool, app.with_connector(PsycopgConnector()).open_async(pool) as worker:
        await pool.wait(RECONNECT_WITHIN)
        await worker.run_worker_async(
            concurrency=CONCURRENCY,
            fetch_job_polling_interval=POLLING,
            delete_jobs="successful",  # what became of a mail stands in its own row
            install_signal_handlers=False,
            shutdown_graceful_timeout=GRACE,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=DEAD_AFTER,
            task_middleware=[holding_no_connection],
        )


def _pool() -> AsyncConnectionPool:
    """The worker's own, not yet open.

    By default it would go on for five minutes, less and less often: after an outage up to half of
    one without any connection, and for as long a worker that has to end couldn't take its leave.
    """
    return AsyncConnectionPool(
        kwargs=connector_params(),
        check=AsyncConnectionPool.check_connection,
        reconnect_timeout=RECONNECT_WITHIN,
        open=False,
    )


def holding_no_connection(job: Callable[[], Any], _context: Any, _worker: Any) -> Any:
    """Does a job, and gives its thread's connection to the database back to the pool."""
    try:
        return job()
    finally:
        close_old_connections()
