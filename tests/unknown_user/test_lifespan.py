"""What runs beside the requests ends with the server, willing or not."""

import asyncio

from unknown_user import lifespan


async def test_a_service_that_lingers_over_its_goodbye_is_interrupted_again(monkeypatch):
    monkeypatch.setattr(lifespan, "PATIENCE", (0.05, 0.05))
    interrupted = []

    async def lingers():
        for _ in range(2):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                interrupted.append(True)
                if len(interrupted) == 2:
                    raise

    await begin_and_end(lingers)
    assert len(interrupted) == 2


async def test_a_service_that_fails_at_its_goodbye_is_not_started_again():
    begun = []

    async def fails():
        begun.append(True)
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise ConnectionError from None

    await begin_and_end(fails)
    assert len(begun) == 1


async def begin_and_end(service):
    """The life of a server beside which this runs."""
    heard = asyncio.Queue()
    said = asyncio.Queue()
    running = asyncio.create_task(lifespan.Lifespan(service)({}, heard.get, said.put))
    await heard.put({"type": "lifespan.startup"})
    assert (await said.get())["type"] == "lifespan.startup.complete"
    await asyncio.sleep(0)
    await heard.put({"type": "lifespan.shutdown"})
    assert (await asyncio.wait_for(said.get(), 5))["type"] == "lifespan.shutdown.complete"
    await running
