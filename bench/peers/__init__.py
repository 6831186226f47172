"""What the rooms are measured against, on loopback, each ended by its process id."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis

from tests.servers import free_port

HERE = Path(__file__).parent
PATIENCE = 20  # seconds until a peer must answer, and until it must be gone


def install() -> None:
    """Install the packages of package-lock.json, if that has not been done."""
    installed = HERE / "node_modules/.package-lock.json"
    lock = HERE / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(["npm", "ci", "--silent"], cwd=HERE, check=True, timeout=120)


@contextmanager
def redis() -> Iterator[str]:
    """The address of a Redis of the benchmark's own, which keeps nothing."""
    port = free_port()
    command = [shutil.which("redis-server") or "redis-server", "--port", str(port)]
    with _running([*command, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], port):
        yield f"redis://127.0.0.1:{port}/0"


def forget(redis_url: str) -> None:
    """Empty that Redis: the tutorial's groups keep the channels of those who left in a crowd."""
    with Redis.from_url(redis_url) as client:
        client.flushall()


@contextmanager
def node(program: str, **environment: str) -> Iterator[int]:
    """The port of a peer that is written for node."""
    port = free_port()
    with _running(["node", str(HERE / program), str(port)], port, os.environ | environment):
        yield port


@contextmanager
def tutorial(server: str, redis_url: str) -> Iterator[int]:
    """The port of the tutorial's chat on ``uvicorn``, as it is installed, or on ``daphne``."""
    port = free_port()
    options = {
        "uvicorn": ["--lifespan", "off", "--log-level", "warning", "--host", "127.0.0.1"],
        "daphne": ["-v", "0", "-b", "127.0.0.1"],
    }[server]
    application = "tutorial:application"
    command = [sys.executable, "-m", server, *options, "--port", str(port), application]
    environment = os.environ | {"REDIS_URL": redis_url}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with _running(command, port, environment):
        yield port


@contextmanager
def _running(
    command: list[str], port: int, environment: dict[str, str] | None = None
) -> Iterator[None]:
    # The tutorial's complaints are its own: its layer runs out of connections when many leave
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=environment, cwd=HERE, **silent)
    try:
        _wait_for(process, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(PATIENCE)


def _wait_for(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args!r} did not open port {port}")
