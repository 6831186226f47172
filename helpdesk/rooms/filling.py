"""What a feed misses and does not come by itself is read from the database."""

import asyncio
import logging
from collections.abc import Callable

from helpdesk.rooms.catching_up import NotFound, missed
from helpdesk.rooms.feeds import Feed
from helpdesk.rooms.threads import for_hub

log = logging.getLogger(__name__)

# Seconds in which something of it must come. In a busy room there are always messages that are
# committed and whose hint is under way: to read those, too, took a twentieth of what a process
# could deliver (docs/performance.md).
GRACE = 0.1


async def fill(feed: Feed, hear: Callable[..., None], grace: float = GRACE) -> None:
    """Give what ``feed`` misses to it, messages by ``hear``, once nothing of that has come for
    ``grace`` seconds. It says of itself when it is done."""
    try:
        if not await _comes(feed, grace):
            await _read(feed, hear)
    except NotFound:
        log.info("Room %s is gone", feed.room)
    finally:
        feed.is_filling = False


async def _comes(feed: Feed, grace: float) -> bool:
    while (lacks := feed.missing()) is not None:
        await asyncio.sleep(grace)
        if feed.misses_as_before(lacks):
            return False
    return True


async def _read(feed: Feed, hear: Callable[..., None]) -> None:
    before = None
    while (lacks := feed.missing()) not in (None, before) and not feed.is_idle:
        before = lacks
        # Hints of messages that are held here may be older than their changes
        found = await for_hub(missed, feed.room, *lacks, all_changes=True)
        hear(*found.messages)
        feed.take_changes(found.changes, found.revision)
        if not found.more:
            return  # of what came meanwhile hints are under way
