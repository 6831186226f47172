"""The embedded Postgres has nobody else to start it again when it was killed or had no room."""

import asyncio
import logging

from django.conf import settings

from unknown_user import local_postgres

log = logging.getLogger(__name__)

LOOK = 2.0  # seconds between two looks


async def keep_postgres() -> None:
    """Start it again whenever it has died, until cancelled."""
    while True:
        await asyncio.sleep(LOOK)
        if await asyncio.to_thread(local_postgres.revive, settings.DATA_DIR):
            log.warning("The embedded Postgres had ended; it has been started again")
