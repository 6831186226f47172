from procrastinate.contrib.django import app

from helpdesk.models import Message
from helpdesk.rooms import link_previews


@app.task(queue="previews", priority=-1)
def preview_link(message_id: int) -> None:
    """Looks at what the first link of a message leads to, and shows it below the message."""
    messages = Message.objects.select_related("room")
    message = messages.filter(pk=message_id, deleted_at=None).first()
    if message is not None:
        link_previews.show(message)


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="clear_link_previews", queue="upkeep")
def clear_link_previews(timestamp: int) -> None:
    """Once a night: forgets web pages that no message shows any more."""
    while link_previews.clear_away():
        pass
