"""Has the worker look at what links in messages lead to."""

from zlib import crc32

from helpdesk.models import Message
from helpdesk.rooms.links import link_to_show
from helpdesk.rooms.tasks import preview_link

AT_ONCE = 4  # pages that are looked at at the same time, of all workspaces


def follow(message: Message) -> None:
    """Have what the first link of ``message`` leads to shown below it, soon; nothing where it has
    none. Called in the transaction that writes the message."""
    if link := link_to_show(message):
        # Messages with the same link wait for one look
        lock = f"preview_link_{crc32(link.encode()) % AT_ONCE}"
        preview_link.configure(lock=lock).defer(message_id=message.pk)
