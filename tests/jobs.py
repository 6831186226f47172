from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def do_jobs() -> int:
    """Do every deferred job here and now, inside the test's transaction, and what those defer in
    their turn, until none is left. Returns how many."""
    done = 0
    while jobs := _pass():
        done += jobs
    return done


def _pass() -> int:
    jobs = list(ProcrastinateJob.objects.filter(status="todo").order_by("pk"))
    for row in jobs:
        job = row.procrastinate_job
        task = app.tasks[job.task_name]
        context = JobContext(start_timestamp=0, app=app, job=job, abort_reason=lambda: None)
        task.func(*([context] if task.pass_context else []), **job.task_kwargs)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [row.pk]
            )
    return len(jobs)
