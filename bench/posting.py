"""How many messages a second one process writes, beside the least that the same database can do.

32 people write in 32 rooms, each again as soon as the last one is acknowledged, which means
committed, and has come back rendered. pgbench meanwhile has its own turns: one row an insert, 8
clients. once-campfire publishes 264 messages a second on 4 threads of Rails.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.db import connection

from bench.databases import run
from bench.numbers import ROUNDS, Limits, median
from bench.rooms import UNLIMITED, Plan, Site, measured, site
from helpdesk.models import Room, RoomKind
from tests.servers import Server, server

SENDERS = 32
SECONDS = 3  # of a round, for each of both
CLIENTS = 8  # of pgbench
LEAST_OF_PGBENCH = 0.2
CAMPFIRE = 264  # messages a second
LEAST_OF_CAMPFIRE = 10


def main(rounds: int = ROUNDS) -> bool:
    """Print a table; whether the rooms write quickly enough."""
    with site("posting") as here:
        run("CREATE TABLE plain (id bigserial PRIMARY KEY, room bigint, text text, at timestamptz)")
        with server(**UNLIMITED) as running:
            plan = _plan(here, running)
            found = [{"plain": pgbench(), **measured(plan)} for _round in range(rounds)]
    ours, plain = median(found, "posts"), median(found, "plain")
    print(f"| | messages/s |\n|---|---|\n| **the rooms** | {ours:,.0f} |")
    print(f"| pgbench, one row an insert, {CLIENTS} clients | {plain:,.0f} |\n")
    limits = Limits()
    limits.at_least("to pgbench", ours / plain, LEAST_OF_PGBENCH)
    limits.at_least("to Campfire on Rails, as published", ours / CAMPFIRE, LEAST_OF_CAMPFIRE)
    return limits.reached


def _plan(here: Site, running: Server) -> Plan:
    customer, cookies = here.customer("Acme", SENDERS)
    rooms = Room.objects.bulk_create(
        Room(
            workspace=here.workspace,
            customer=customer,
            customer_kind=customer.kind,
            kind=RoomKind.PUBLIC,
            name=f"Room {number}",
        )
        for number in range(SENDERS)
    )
    seats = [{"cookie": c, "room": room.pk} for c, room in zip(cookies, rooms, strict=True)]
    return here.plan(running, seats, act="posting", seconds=SECONDS)


def pgbench() -> float:
    """Rows a second, each in a transaction of its own."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "insert.sql"
        script.write_text(f"INSERT INTO plain (room, text, at) VALUES (1, '{'x' * 64}', now());\n")
        database = connection.settings_dict
        command = [_pgbench(), "-n", "-M", "prepared", "-c", str(CLIENTS), "-T", str(SECONDS)]
        where = ["-h", database["HOST"] or database["OPTIONS"]["host"], "-U", database["USER"]]
        said = subprocess.run(
            [*command, *where, "-f", str(script), database["NAME"]],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    return float(re.search(r"tps = ([\d.]+)", said.stdout)[1])


def _pgbench() -> str:
    found = shutil.which("pgbench") or next(
        iter(sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/pgbench")))), None
    )
    if found is None:
        raise RuntimeError("pgbench is missing. Debian, Ubuntu: apt-get install postgresql-contrib")
    return found
