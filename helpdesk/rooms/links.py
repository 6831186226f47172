"""The link in a message whose page is shown below it."""

from django.conf import settings

from helpdesk.models import LinkPreview, Message
from helpdesk.rooms.markdown import first_link

LONGEST_URL: int = LinkPreview._meta.get_field("url").max_length or 0


def link_to_show(message: Message) -> str:
    """The first link of ``message``; empty where it has none, or none is to be shown."""
    if not settings.LINK_PREVIEWS or message.deleted_at is not None:
        return ""
    url = first_link(message.text)
    return url if len(url) <= LONGEST_URL else ""
