"""The connection that the writer writes by."""

import asyncio

import psycopg
import pytest
from django.db import connection

from helpdesk.rooms.answers import WritingConnection
from helpdesk.rooms.threads import for_socket as in_thread
from helpdesk.rooms.writer import connection_parameters

pytestmark = pytest.mark.django_db(transaction=True)

NUMBERS = b"SELECT generate_series(1, 3)"
SLOW = b"SELECT pg_sleep(30)"


@pytest.fixture
async def own():
    async with await WritingConnection.connect(**await in_thread(connection_parameters)) as own:
        yield own


async def answer(own: WritingConnection, query: bytes, within: float = 10) -> int:
    own.pgconn.send_query_params(query, None)
    return (await own.answer(within)).ntuples


async def test_answers_come_in_turn_with_psycopgs_own_ways(own):
    for _ in range(3):
        assert await answer(own, NUMBERS) == 3
        assert await answer(own, NUMBERS) == 3
        cursor = await own.execute("SELECT 7")
        assert await cursor.fetchone() == (7,)


async def test_a_question_that_the_kernel_does_not_take_at_once_is_answered(own):
    long = b"SELECT length('" + b"x" * (4 << 20) + b"')"
    own.pgconn.send_query_params(long, None)
    assert (await own.answer(10)).get_value(0, 0) == str(4 << 20).encode()
    assert await answer(own, NUMBERS) == 3


@pytest.mark.parametrize("within", [0.2, 10])
async def test_whoever_is_cancelled_or_waits_no_longer_has_the_database_stop(own, within):
    pid = own.info.backend_pid
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.4):
            await answer(own, SLOW, within)
    await own.close()
    for _ in range(100):
        if not await in_thread(is_at_work, pid):
            return
        await asyncio.sleep(0.05)
    pytest.fail("it sleeps on")


async def test_a_connection_that_ends_while_it_answers_says_so(own):
    waiting = asyncio.create_task(answer(own, SLOW))
    await asyncio.sleep(0.1)
    await in_thread(end, own.info.backend_pid)
    with pytest.raises(psycopg.OperationalError):
        await waiting


async def test_a_connection_that_ends_while_nobody_waits_is_not_listened_to_for_ever(own):
    assert await answer(own, NUMBERS) == 3
    await in_thread(end, own.info.backend_pid)
    await asyncio.sleep(0.2)
    assert not asyncio.get_running_loop().remove_reader(own.pgconn.socket)  # it is gone already
    with pytest.raises(psycopg.OperationalError):
        await answer(own, NUMBERS)


def is_at_work(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() == ("active",)


def end(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
