"""Has the worker look at what links in messages lead to."""

from helpdesk.models import Message
from helpdesk.rooms.links import link_to_show
from helpdesk.rooms.tasks import preview_link

AT_ONCE = 4  # pages that are looked at at the same time, of all workspaces


def follow(message: Message) -> None:
    """Have what the first link of ``message`` leads to shown below it, soon; nothing where it has
    none, or has the one that is shown. Called in the transaction that changes the message, whose
    fields it may change."""
    url = link_to_show(message)
    if message.link_preview is not None and message.link_preview.url != url:
        message.link_preview = None
    if url and message.link_preview is None:
        lock = f"preview_link_{message.pk % AT_ONCE}"
        preview_link.configure(lock=lock).defer(message_id=message.pk)
