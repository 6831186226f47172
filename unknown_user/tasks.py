"""The worker's own upkeep."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="retry_stalled_jobs", queue="upkeep", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs whose worker died are done by another: one that sent no heartbeat for 30 s is dead."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        log.warning("job %s of %s is taken up again", job.id, job.task_name)
        await jobs.retry_job(job)
