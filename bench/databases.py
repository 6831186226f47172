"""Databases of the benchmark's own, on the server that the settings name: made, filled, dropped."""

import contextlib
import copy
from collections.abc import Iterator

import psycopg
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from psycopg import sql


@contextlib.contextmanager
def database(name: str) -> Iterator[BaseDatabaseWrapper]:
    """A fresh, migrated database, dropped at the end; work in it through ``using``."""
    full = f"bench_{name}"
    with _server() as server:
        for command in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
            server.execute(sql.SQL(command).format(sql.Identifier(full)))
    wanted = copy.deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict) | {"NAME": full}
    wanted["OPTIONS"].pop("pool", None)  # pools are one an alias, and all of ours are the default
    # A million rows at once take longer than a request's statement may
    wanted["OPTIONS"]["options"] = f"{wanted['OPTIONS'].get('options', '')} -c statement_timeout=0"
    connection = load_backend(wanted["ENGINE"]).DatabaseWrapper(wanted, DEFAULT_DB_ALIAS)
    try:
        with using(connection):
            call_command("migrate", verbosity=0)
        yield connection
    finally:
        connection.close()
        with _server() as server:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(full)))


@contextlib.contextmanager
def using(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Everything that this thread does goes to this database for now."""
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before


def run(statement: str, **values: object) -> None:
    """Run SQL in the current database."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement, values)


@contextlib.contextmanager
def unchecked() -> Iterator[None]:
    """Rows go in without their foreign keys being looked at: they are right, and they are many."""
    run("SET session_replication_role = replica")
    try:
        yield
    finally:
        run("SET session_replication_role = DEFAULT")


@contextlib.contextmanager
def _server() -> Iterator[psycopg.Connection]:
    address = connections[DEFAULT_DB_ALIAS].settings_dict
    with psycopg.connect(
        host=address["HOST"] or address["OPTIONS"].get("host"),
        port=address["PORT"] or None,
        user=address["USER"],
        password=address["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield connection
