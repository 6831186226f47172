from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from helpdesk.models import Message
from helpdesk.rooms import link_previews

WAITED_FOR = timedelta(minutes=10)


@app.task(queue="previews", priority=-1)
def preview_link(message_id: int) -> None:
    """Looks at what the first link of a message leads to, and shows it below the message."""
    messages = Message.objects.select_related("room")
    message = messages.filter(pk=message_id, deleted_at=None).first()
    if message is not None and _is_new(message):
        link_previews.show(message)


def _is_new(message: Message) -> bool:
    """Whether its readers may still wait: else whoever posts links faster than they can be looked
    at would keep everybody's waiting for days."""
    return (message.edited_at or message.created_at) > timezone.now() - WAITED_FOR


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="clear_link_previews", queue="upkeep")
def clear_link_previews(timestamp: int) -> None:
    """Once a night: forgets web pages that no message shows any more."""
    while link_previews.clear_away():
        pass
