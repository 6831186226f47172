"""The embedded Postgres, on a cluster of this test's own."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from unknown_user import local_postgres

HOLD = """
import sys, time
from pathlib import Path
from unknown_user.local_postgres import attached_to
with attached_to(Path(sys.argv[1])):
    print("attached", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


def ask(data_dir, query="SELECT 1"):
    with psycopg.connect(local_postgres.url(data_dir)) as connection:
        return connection.execute(query).fetchone()[0]


def other_process(data_dir):
    """Another process that holds the same cluster."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_dir)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "attached\n"
    return process


def test_the_first_starts_it_and_the_last_stops_it(data_dir):
    with local_postgres.attached_to(data_dir):
        assert ask(data_dir) == 1
    with pytest.raises(psycopg.OperationalError):
        ask(data_dir)


def test_it_listens_on_no_port(data_dir):
    with local_postgres.attached_to(data_dir):
        assert ask(data_dir, "SHOW listen_addresses") == ""


def test_it_does_not_run_as_root(data_dir):
    with local_postgres.attached_to(data_dir):
        assert ask(data_dir, "SELECT current_user") == "postgres"


def test_it_runs_on_while_another_process_needs_it(data_dir):
    with local_postgres.attached_to(data_dir):
        other = other_process(data_dir)
    assert ask(data_dir) == 1
    other.terminate()
    other.wait()


def test_a_killed_process_is_not_counted(data_dir):
    other = other_process(data_dir)
    with local_postgres.attached_to(data_dir):
        other.kill()
        other.wait()
    with pytest.raises(psycopg.OperationalError):
        ask(data_dir)


def test_it_comes_back_after_a_crash_with_everything(data_dir):
    with local_postgres.attached_to(data_dir):
        with psycopg.connect(local_postgres.url(data_dir)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        pid = local_postgres.running(data_dir)
        os.kill(pid, signal.SIGKILL)
        while local_postgres.running(data_dir):
            time.sleep(0.01)
    with local_postgres.attached_to(data_dir):
        assert ask(data_dir, "SELECT number FROM kept") == 7


@pytest.mark.parametrize("name", ["long-" * 20 + "/" + "longer-" * 15, "it's a späce"])
def test_a_folder_of_any_name_is_no_obstacle(tmp_path, name):
    with local_postgres.attached_to(tmp_path / name):
        assert ask(tmp_path / name) == 1


def test_without_binaries_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with (
        pytest.raises(local_postgres.PostgresUnavailable, match="PG_BIN"),
        local_postgres.attached_to(tmp_path / "data"),
    ):
        pass
