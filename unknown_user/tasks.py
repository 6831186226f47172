"""The worker's own upkeep."""

import logging

from channels.db import database_sync_to_async
from django.core.management import call_command
from procrastinate import JobContext
from procrastinate.contrib.django import app

from customers.models import LinkRequest

DEAD_AFTER = 25  # seconds without a heartbeat, of which a worker sends one every 5
KEEP_FAILED = 30 * 24  # hours

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="retry_stalled_jobs", queue="upkeep", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker died are done by another, within a minute: three times a minute, those of
    a worker that sent no heartbeat for DEAD_AFTER."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        log.warning("job %s of %s is taken up again", job.id, job.task_name)
        await jobs.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="clear_away", queue="upkeep", pass_context=True)
async def clear_away(context: JobContext, timestamp: int) -> None:
    """Once a night: what is a month old of jobs that failed and requests for links, and agents'
    sessions that have expired."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FAILED, include_failed=True, include_cancelled=True, include_aborted=True
    )
    await database_sync_to_async(call_command, thread_sensitive=False)("clearsessions")
    await database_sync_to_async(_forget_requests, thread_sensitive=False)()


def _forget_requests() -> None:
    LinkRequest.objects.outdated().delete()
