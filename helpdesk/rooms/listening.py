"""Hears by the channel layer what other processes tell."""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from channels.layers import get_channel_layer

from helpdesk.rooms import events
from helpdesk.rooms.events import Hint

log = logging.getLogger(__name__)

REJOIN = 600.0  # seconds; the in-memory layer forgets group members after a day
LAYER_RETRY = 1.0  # seconds


async def listen(hear: Callable[[Hint], None]) -> None:
    """Hand each hint of another process to ``hear``, until cancelled."""
    layer = get_channel_layer()
    while True:
        try:
            channel = await layer.new_channel()
            while True:
                await layer.group_add(events.GROUP, channel)
                await _hear_for_a_while(layer, channel, hear)
        except Exception:
            log.exception("The channel layer failed; the database is looked at meanwhile")
            await asyncio.sleep(LAYER_RETRY)


async def _hear_for_a_while(layer: Any, channel: str, hear: Callable[[Hint], None]) -> None:
    until = monotonic() + REJOIN
    while monotonic() < until:
        message = await layer.receive(channel)
        if message["from"] != events.here.name:  # what we tell ourselves is heard here already
            for hint in message["hints"]:
                hear(hint)
