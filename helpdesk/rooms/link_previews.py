"""What the first link of a message leads to, shown below it. The worker looks; no reader's browser
ever does. What was found is shared by all messages with that link."""

import logging
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from helpdesk.models import LinkPreview, Message
from helpdesk.rooms.changing import change
from helpdesk.rooms.fetching import Unreachable, fetch
from helpdesk.rooms.files.images import Picture, picture_of
from helpdesk.rooms.links import link_to_show
from helpdesk.rooms.page_descriptions import LONGEST, Described, describe

log = logging.getLogger(__name__)

FRESH_FOR = timedelta(days=1)
LARGEST_PAGE = 512 * 1024  # bytes; what is behind them is not read
LARGEST_IMAGE = 2 * 1024 * 1024  # bytes
THUMBNAIL = (320, 320)  # pixels at most
HTML = ("text/html", "application/xhtml+xml")


def show(message: Message) -> None:
    """Look at what the first link of ``message`` leads to, and show it; nothing if there is
    nothing to be seen."""
    url = link_to_show(message)
    if not url:
        return
    preview = preview_of(url)
    if not preview.title:
        return

    def apply(message: Message) -> bool:
        if link_to_show(message) != url or message.link_preview_id == preview.pk:
            return False
        message.link_preview = preview
        return True

    change(message.room, message.seq, apply)


def preview_of(url: str) -> LinkPreview:
    """What is known of a web address, looked up now unless that was done within FRESH_FOR. Without
    a title there is nothing to show."""
    preview = LinkPreview.objects.get_or_create(url=url)[0]
    if preview.fetched_at is None or preview.fetched_at < timezone.now() - FRESH_FOR:
        _look(preview)
    return preview


def clear_away(most: int = 500) -> int:
    """Forget addresses that no message shows any more, once FRESH_FOR is over; at most
    so many. How many it were."""
    shown = Exists(Message.objects.filter(link_preview=OuterRef("pk")))
    old = Q(fetched_at__lt=timezone.now() - FRESH_FOR)
    unused = list(LinkPreview.objects.filter(old, ~shown).order_by("pk")[:most])
    for preview in unused:
        preview.delete()
        if preview.image.name:
            preview.image.storage.delete(preview.image.name)
    return len(unused)


def _look(preview: LinkPreview) -> None:
    found, image = Described(), None
    try:
        page = fetch(preview.url, HTML, LARGEST_PAGE, cuts=True)
        found = describe(page)
        image = _thumbnail(found.image) if found.title and found.image else None
    except Unreachable:
        pass  # then there is nothing to show until it is tried again
    for name in LONGEST:
        setattr(preview, name, getattr(found, name))
    preview.fetched_at = timezone.now()
    before = preview.image.name
    _keep_image(preview, image)
    preview.save()
    if before:
        preview.image.storage.delete(before)


def _keep_image(preview: LinkPreview, image: Picture | None) -> None:
    preview.image, preview.image_width, preview.image_height = "", None, None
    if image is not None:
        preview.image.save(f"previews/{uuid4()}.jpg", ContentFile(image.thumbnail), save=False)
        preview.image_width, preview.image_height = image.small


def _thumbnail(url: str) -> Picture | None:
    """The image at ``url``, small; None where there is none that can be shown."""
    try:
        body = fetch(url, ("image/",), LARGEST_IMAGE).body
    except Unreachable:
        return None
    return picture_of(BytesIO(body), THUMBNAIL, "JPEG")
