"""The database's disk is full, and has room again."""

import os
import subprocess
from contextlib import suppress

import psycopg
import pytest

from tests.faults.oracle import agree
from tests.faults.test_postgres import RECOVERY, is_healthy, rooms_on_its_own, unharmed
from tests.faults.waiting import wait_until

SIZE = "192m"
MESSAGES = 40  # of each


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own, in memory. Only root may mount one."""
    if os.geteuid() != 0:
        pytest.skip("needs root, to mount a small file system")
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={SIZE},mode=700"]
    mounting = subprocess.run(["mount", *options, "tmpfs", disk], capture_output=True, text=True)
    if mounting.returncode:
        pytest.skip(f"needs to mount a small file system: {mounting.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def fill(disk):
    """Leave no byte of a disk free. Returns the file that takes it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        for size in (1 << 20, 4096, 1):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    return filler


@pytest.mark.slow
@pytest.mark.catalogue("FI-20")
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_refuses_what_it_cannot_keep_and_goes_on_when_it_has_room(small_disk):
    with rooms_on_its_own(small_disk) as (database, running, people, room):
        people.write(room, MESSAGES)
        agree(people, room, database=database.url)
        with unharmed(running, people):
            filler = fill(small_disk)
            assert not is_healthy(running)
            people.write(room, MESSAGES, text="a long story " * 300)
            wait_until(lambda: all(c.errors["unavailable"] for c in people.clients), 60, "told so")
            with pytest.raises(psycopg.OperationalError) as ended:
                have_no_room_for_the_log(database)
            assert ended.value.sqlstate is None  # no error any more: Postgres has ended itself
            assert not is_healthy(running)
            filler.unlink()
            database.start()  # as whatever keeps services running does
            wait_until(lambda: is_healthy(running), RECOVERY, "healthy again")
            agree(people, room, in_order=False, database=database.url)


def have_no_room_for_the_log(database):
    """Write so much of it that it needs another file. Postgres may not go on without."""
    with psycopg.connect(database.url, autocommit=True) as connection:
        for _ in range(100):
            connection.execute("SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000))")
