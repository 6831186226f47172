"""manage.py, in a process that dies when it is about to tell Redis of a message: committed, and
nobody has heard."""

import os
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[3])

from channels_redis.pubsub import RedisPubSubLoopLayer  # noqa: E402

import manage  # noqa: E402

_send = RedisPubSubLoopLayer.group_send


async def _die_instead(layer, group, message):
    if message.get("hint", {}).get("type") not in ("typing", "access"):
        os._exit(9)
    await _send(layer, group, message)


RedisPubSubLoopLayer.group_send = _die_instead
manage.main()
