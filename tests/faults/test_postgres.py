"""A Postgres that ends at once, has no connection to give, or stands still."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import psycopg
import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.asking import ask
from tests.faults.clients import Ticket
from tests.faults.crowds import crowd
from tests.faults.measuring import memory, threads
from tests.faults.oracle import agree
from tests.faults.own_postgres import postgres
from tests.faults.waiting import wait_until
from tests.mail_servers import smtp_server
from tests.servers import server
from tests.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WRITERS = 6
MESSAGES = 60  # of each
RECOVERY = 10  # seconds
PAUSE = 60  # seconds
DUE_AFTER = 20  # seconds from the beginning
LEASE = 60  # seconds in which jobs are taken up again
MOST_MEMORY = 60 * 2**20  # bytes that a server may grow by
MOST_THREADS = 400


@contextmanager
def rooms_on_its_own(folder, prepare=lambda world: None, **environment):
    """A server on a Postgres of its own, and six of Acme's people who have Triage open."""
    world = make_world()
    prepare(world)
    room = world.acme.rooms.get().pk
    tickets = [Ticket.of(world.person(f"p{number}@acme.com")) for number in range(WRITERS)]
    with (
        postgres(folder) as database,
        server(folder / "log", **{"DATABASE_URL": database.url, **environment}) as running,
        crowd() as people,
    ):
        for ticket in tickets:
            people.join(ticket, running.port, running.url, room)
        people.are_open()
        yield database, running, people, room


def have_mail_due_soon(world):
    """A mail to Ana is to be sent after a while."""
    ask(world, "ana@acme.com")
    soon = timezone.now() + timedelta(seconds=DUE_AFTER)
    ProcrastinateJob.objects.filter(status="todo").update(scheduled_at=soon)


def fetch(running, path="/healthz", cookie=""):
    """The status that is answered, and after how many seconds to come back."""
    try:
        with urlopen(Request(running.url + path, headers={"Cookie": cookie}), timeout=90) as answer:
            return answer.status, None
    except HTTPError as refused:
        return refused.code, refused.headers["Retry-After"]


def is_healthy(running):
    return fetch(running)[0] == 200


def pages_wait(running, people):
    """Whether somebody's page is answered with: not now, come back."""
    return fetch(running, "/rooms/", people.clients[0].ticket.cookie) == (503, "5")


@contextmanager
def unharmed(running, people):
    """After what is done here no socket has been closed, and the same process serves on."""
    process, before = running.process.pid, memory(running)
    yield
    assert running.process.pid == process and running.process.poll() is None
    assert not [client.closes for client in people.clients if client.closes]
    assert memory(running) - before < MOST_MEMORY
    assert threads(running) < MOST_THREADS


@pytest.mark.catalogue("FI-04")
def test_a_postgres_that_is_ended_at_once_and_started_again(tmp_path):
    with rooms_on_its_own(tmp_path) as (database, running, people, room):
        people.write(room, MESSAGES, pause=0.1)
        wait_until(lambda: people.through > WRITERS * 5, 20, "they write")
        with unharmed(running, people):
            database.stop_at_once()
            assert not is_healthy(running)
            assert pages_wait(running, people)
            database.start()
            began = time.monotonic()
            wait_until(lambda: is_healthy(running), RECOVERY, "healthy again")
            at_hand = people.through
            wait_until(lambda: people.through > at_hand, RECOVERY, "messages are stored again")
            print(f"recovered after {time.monotonic() - began:.1f} s")
            assert (
                len(agree(people, room, in_order=False, database=database.url))
                == WRITERS * MESSAGES
            )
        log = running.log.read_bytes()
        people.write(room, 5)
        agree(people, room, in_order=False, database=database.url)
        assert fetch(running, "/rooms/", people.clients[0].ticket.cookie)[0] == 200
        assert b"already closed" not in running.log.read_bytes()[len(log) :]


@pytest.mark.catalogue("FI-05")
def test_a_postgres_that_has_no_connection_to_give(tmp_path):
    with rooms_on_its_own(tmp_path) as (database, running, people, room), ExitStack() as taken:
        for connection in database.occupy():
            taken.enter_context(connection)
        with unharmed(running, people):
            people.write(room, MESSAGES, pause=0.1)
            assert not is_healthy(running)
            assert pages_wait(running, people)
            wait_until(lambda: all(c.errors["unavailable"] for c in people.clients), 60, "told so")
            assert people.through == 0
            taken.close()
            wait_until(lambda: is_healthy(running), RECOVERY, "healthy again")
            assert (
                len(agree(people, room, in_order=False, database=database.url))
                == WRITERS * MESSAGES
            )


@pytest.mark.catalogue("FI-06")
def test_a_postgres_that_stands_still_for_a_minute(tmp_path):
    with (
        smtp_server() as mailbox,
        rooms_on_its_own(
            tmp_path, have_mail_due_soon, EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}"
        ) as (database, running, people, room),
    ):
        people.write(room, MESSAGES, pause=0.1)
        wait_until(lambda: people.through > WRITERS * 5, 20, "they write")
        goes_on_at = time.monotonic() + PAUSE
        with unharmed(running, people), ThreadPoolExecutor(40) as visitors:
            assert not mailbox.messages
            database.pause()
            try:
                cookie = people.clients[0].ticket.cookie
                visits = [visitors.submit(fetch, running, "/rooms/", cookie) for _ in range(40)]
                while time.monotonic() < goes_on_at:
                    assert not is_healthy(running)
                    assert threads(running) < MOST_THREADS
            finally:
                database.go_on()
            wait_until(lambda: is_healthy(running), RECOVERY, "healthy again")
            agree(people, room, in_order=False, database=database.url)
            # Those who had a connection have waited, all others were told to come back.
            assert {visit.result()[0] for visit in visits} <= {200, 503}
            wait_until(lambda: mailbox.messages, LEASE, "mail is sent again")
        assert len(mailbox.messages) == 1


def test_a_lock_that_somebody_holds_holds_up_its_room_and_no_other(tmp_path):
    with (
        rooms_on_its_own(tmp_path) as (database, running, people, room),
        psycopg.connect(database.url) as holder,
        unharmed(running, people),
    ):
        holder.execute("SELECT 1 FROM helpdesk_room WHERE id = %s FOR UPDATE", [room])
        people.write(room, 3)
        wait_until(lambda: all(c.errors["unavailable"] for c in people.clients), 60, "told so")
        assert is_healthy(running)
        holder.rollback()
        assert len(agree(people, room, in_order=False, database=database.url)) == WRITERS * 3


@pytest.mark.catalogue("FI-04")
def test_the_embedded_postgres_is_started_again_when_it_was_killed(tmp_path):
    own = {"DATABASE_URL": "", "DATA_DIR": str(tmp_path)}
    with rooms_on_its_own(tmp_path, **own) as (database, running, people, room):
        people.write(room, MESSAGES, pause=0.05)
        wait_until(lambda: people.through > WRITERS * 5, 20, "they write")
        with unharmed(running, people):
            killed = database.postmaster
            os.kill(killed, signal.SIGKILL)
            wait_until(lambda: database.postmaster not in (None, killed), 20, "another runs")
            wait_until(lambda: is_healthy(running), RECOVERY, "healthy again")
            agree(people, room, in_order=False, database=database.url)


def test_a_server_ends_when_asked_although_postgres_is_away(tmp_path):
    with rooms_on_its_own(tmp_path) as (database, running, people, room):
        people.write(room, 1)
        agree(people, room, database=database.url)
        database.stop_at_once()
        assert not is_healthy(running)
        assert running.stop() == 0
