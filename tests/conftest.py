"""What every test stands on: a running Postgres, quick passwords, and the named world."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client

from tests.dns_servers import DnsServer, dns_server
from tests.servers import FILES
from tests.world import World, make_world
from unknown_user import local_postgres
from unknown_user.environment import file_storage

_session = ExitStack()


def pytest_sessionstart() -> None:
    # Nobody minds what a test's last commits become when the power goes.
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
    DatabaseOperations.sql_flush = _emptied
    # Not where this database's files are not known: a running server sweeps what no row names.
    settings.STORAGES["default"] = file_storage({"FILES_DIR": str(FILES)}, FILES)
    _session.enter_context(local_postgres.attached())


def _emptied(self, style, tables, *, reset_sequences=False, allow_cascade=False) -> list[str]:
    """SQL that empties the few rows of a test from all tables: TRUNCATE takes fifty times as long.

    As a replica does it, without triggers: the audit's would refuse, and foreign keys would ask
    for an order.
    """
    deletions = [f"DELETE FROM {self.quote_name(table)}" for table in tables]
    role = "SET LOCAL session_replication_role = replica"
    return [role, *deletions, "SET LOCAL session_replication_role = DEFAULT"]


def pytest_sessionfinish() -> None:
    _session.close()


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks at groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests run one after the other, also where others that wait for long run beside them."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group("one by one"))


@pytest.fixture(autouse=True)
def quick_settings(settings):
    settings.MISSING_IN_PRODUCTION = []  # the tests' environment is complete
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.QUESTIONS_PER_SECOND = 10_000  # the same agents ask in all tests of a process
    settings.SERVESTATIC_AUTOREFRESH = True  # else each client looks at every static file
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def name_server(settings) -> Iterator[DnsServer]:
    """A DNS server of our own, which is asked for proofs of ownership."""
    with dns_server() as server:
        settings.DNS_RESOLVER = [server.address]
        yield server


@pytest.fixture
def as_agent():
    """A function that gives a client in which the agent of that name is signed in."""

    def sign_in(agent) -> Client:
        client = Client()
        client.force_login(agent)
        return client

    return sign_in
