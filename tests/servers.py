"""The real server as a process of its own, on loopback, ended by whoever started it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parent.parent
FILES = settings.DATA_DIR / "files-of-tests"  # what is uploaded in tests with a server


class Server:
    """``manage.py serve`` on a free port, with the tests' own database unless ``environment`` says
    otherwise; what is empty there is not set. What it logs goes to the file ``log``, if there is
    one."""

    program = "manage.py"
    command = "serve"
    options: tuple[str, ...] = ()

    def __init__(self, log: Path | None = None, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = log
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it and wait until it answers, 30 s at most."""
        environment = os.environ | {
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(settings.DATA_DIR),
            "FILES_DIR": str(FILES),
            "SECRET_KEY": settings.SECRET_KEY,
            "DEMO": "1",
            "PYTHONFAULTHANDLER": "1",
        }
        environment |= self.environment
        with ExitStack() as files:
            self.process = subprocess.Popen(
                [sys.executable, self.program, self.command, *self.options],
                cwd=ROOT,
                env={name: value for name, value in environment.items() if value},
                stdout=subprocess.DEVNULL,
                stderr=files.enter_context(self.log.open("ab")) if self.log else None,
            )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.kill()
            raise
        return self

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if urlopen(f"{self.url}/healthz", timeout=5).status == 200:
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise TimeoutError("the server did not answer within 30 s")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """End it as an operator would. Returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired as error:
            self.process.send_signal(signal.SIGABRT)  # where its threads stand goes to the log
            self.process.wait(10)
            if self.log:
                error.add_note(self.log.read_text()[-5000:])
            raise


class Worker(Server):
    """``manage.py worker``, which answers nobody and so is not waited for. Needs REDIS_URL."""

    command = "worker"

    def _wait_until_it_answers(self) -> None:
        pass


@contextmanager
def server(log: Path | None = None, **environment: str) -> Iterator[Server]:
    """A running server."""
    running = Server(log, **environment).start()
    try:
        yield running
    finally:
        running.stop()


def database_url() -> str:
    """The address of the database that this test process uses."""
    database = connection.settings_dict
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={_socket(database)}"


def _socket(database: dict) -> str:
    return database["HOST"] or database["OPTIONS"].get("host", "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
