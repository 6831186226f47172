"""The server as a process: what it refuses, and how it ends."""

import os
import socket
import subprocess
import sys
import time

import pytest

from customers.proof.sessions import start_session
from tests.servers import ROOT, server
from tests.sockets import signed_in
from tests.world import make_world


def serve(*options, **environment):
    """What ``manage.py serve`` says where it should refuse to start."""
    return subprocess.run(
        [sys.executable, "manage.py", "serve", *options],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=30,
    )


def test_production_refuses_to_start_and_says_what_it_lacks():
    refused = serve(SECRET_KEY="x" * 60)
    assert refused.returncode == 1
    assert "PUBLIC_URL, EMAIL_URL" in refused.stderr
    assert "SECRET_KEY" not in refused.stderr


def test_more_processes_are_refused_without_redis():
    refused = serve("--processes", "2", DEMO="1")
    assert refused.returncode == 1
    assert "REDIS_URL" in refused.stderr


def test_a_taken_port_is_said_in_a_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = serve(DEMO="1", PORT=str(port))
    assert refused.returncode == 1
    assert f"Port {port} can't be had" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.django_db(transaction=True)
def test_it_ends_when_asked_although_sockets_are_open():
    world = make_world()
    _session, key = start_session(world.person("ana@acme.com"))
    with server() as running, signed_in(running, world.workspace.widget_id, key):
        began = time.monotonic()
        running.stop()
        assert time.monotonic() - began < 10
