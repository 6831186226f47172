"""Hears by the channel layer what other processes tell."""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from channels.layers import get_channel_layer

from helpdesk.rooms import events

log = logging.getLogger(__name__)

REJOIN = 600.0  # seconds; the in-memory layer forgets group members after a day
LAYER_RETRY = 1.0  # seconds


async def listen(hear: Callable[..., None]) -> None:
    """Hand the hints of other processes to ``hear``, some at a time, until cancelled."""
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


async def _hear_for_a_while(layer: Any, channel: str, hear: Callable[..., None]) -> None:
    until = monotonic() + REJOIN
    while monotonic() < until:
        message = await layer.receive(channel)
        if message["from"] != events.here.name:  # what we tell ourselves is heard here already
            hear(*message["hints"])
