"""The upkeep of files."""

from procrastinate.contrib.django import app

from helpdesk.rooms.files import sweeping


@app.periodic(cron="27 * * * *")
@app.task(queueing_lock="forget_waiting_files", queue="upkeep")
def forget_waiting_files(timestamp: int) -> None:
    """Once an hour: uploads that were never posted."""
    sweeping.forget_waiting()


@app.periodic(cron="43 3 * * *")
@app.task(queueing_lock="forget_unnamed_content", queue="upkeep")
def forget_unnamed_content(timestamp: int) -> None:
    """Once a night: stored content that no row names."""
    sweeping.forget_unnamed()
