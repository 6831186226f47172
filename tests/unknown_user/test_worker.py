"""The worker comes back after its database, and ends without it."""

import asyncio
from contextlib import suppress

import pytest
from psycopg_pool import PoolTimeout

from unknown_user import worker


async def test_a_worker_interrupted_while_its_database_is_away_leaves_nothing_running(monkeypatch):
    monkeypatch.setattr(worker, "connector_params", lambda: {"host": "/nowhere"})
    before = asyncio.all_tasks()
    working = asyncio.create_task(worker.run_worker())
    await asyncio.sleep(0.1)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    assert asyncio.all_tasks() == before


async def test_a_worker_whose_database_is_away_soon_gives_up_to_be_started_again(monkeypatch):
    monkeypatch.setattr(worker, "connector_params", lambda: {"host": "/nowhere"})
    monkeypatch.setattr(worker, "RECONNECT_WITHIN", 0.2)
    with pytest.raises(PoolTimeout):
        await asyncio.wait_for(worker.run_worker(), 5)
