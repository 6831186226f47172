"""The worker: does the jobs that requests deferred."""

from procrastinate.contrib.django import app

CONCURRENCY = 4  # mails under way at once; each may hold a thread for MAIL_TIMEOUT
# Seconds between looks of its own. A job that is deferred in the very moment of a look is not heard
# of (procrastinate 3.10 forgets the notice), and a mail waits for two jobs.
POLLING = 1.0
GRACE = 5  # seconds that jobs under way have to end at shutdown; then they are taken up again later


async def run_worker() -> None:
    """Do jobs until cancelled. Leaves the signals to the server that it runs beside.

    The worker's connector listens on a connection of its own. Replacing the app's would have
    requests in this process defer their jobs outside of their transactions, so the worker gets a
    second app with the same tasks.
    """
    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker.open_async():
        await worker.run_worker_async(
            concurrency=CONCURRENCY,
            fetch_job_polling_interval=POLLING,
            delete_jobs="successful",  # what became of a mail stands in its own row
            install_signal_handlers=False,
            shutdown_graceful_timeout=GRACE,
        )
