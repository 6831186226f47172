"""A Postgres of a test's own, for what the tests' shared one must not suffer."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from tests.faults.waiting import wait_until
from tests.servers import database_url
from unknown_user import local_postgres


class Postgres:
    """The embedded Postgres in a folder of its own, with a copy of the tests' database in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = local_postgres.url(folder)
        self._held = ExitStack()

    def start(self) -> None:
        """Start it, also after it was killed."""
        self._held.enter_context(local_postgres.attached_to(self.folder))

    def take_over(self) -> None:
        """Copy what is in the tests' database now."""
        programs = local_postgres._binaries()
        dump = subprocess.run(
            [programs / "pg_dump", "--no-owner", database_url()], check=True, capture_output=True
        )
        subprocess.run(
            [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", self.url],
            input=dump.stdout,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    @property
    def postmaster(self) -> int | None:
        """Its process id while it runs."""
        return local_postgres.running(self.folder)

    def stop_at_once(self) -> None:
        """As ``pg_ctl stop -m immediate`` does: no goodbye, recovery at the next start."""
        if pid := self.postmaster:
            os.kill(pid, signal.SIGQUIT)
            wait_until(lambda: not self.postmaster, 10, "Postgres is gone")

    def pause(self) -> None:
        """Stop all its processes where they stand."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        pid = self.postmaster
        assert pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for process in [pid, *map(int, children)]:
            with suppress(ProcessLookupError):  # a connection that has just ended
                os.kill(process, number)

    def occupy(self) -> list[psycopg.Connection]:
        """Take every connection that it has to give, those of others as well."""
        taken = [psycopg.connect(self.url, autocommit=True)]
        while others := self._others(taken):
            for pid in others:
                taken[0].execute("SELECT pg_terminate_backend(%s)", [pid])
            with suppress(psycopg.OperationalError):
                while True:
                    taken.append(psycopg.connect(self.url, autocommit=True))
        return taken

    def _others(self, taken: list[psycopg.Connection]) -> list[int]:
        found = taken[0].execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE backend_type = 'client backend' AND pid <> ALL(%s)",
            [[connection.info.backend_pid for connection in taken]],
        )
        return [pid for (pid,) in found]

    def end(self) -> None:
        if self.postmaster:
            self.go_on()
        self._held.close()


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A running one, with what is in the tests' database at this moment."""
    own = Postgres(folder)
    own.start()
    try:
        own.take_over()
        yield own
    finally:
        own.end()
