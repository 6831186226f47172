"""What every test stands on: a running Postgres, quick passwords, and the named world."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.test import Client

from tests.dns_servers import DnsServer, dns_server
from tests.world import World, make_world
from unknown_user import local_postgres

_session = ExitStack()


def pytest_sessionstart() -> None:
    # Nobody minds what a test's last commits become when the power goes.
    settings.DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
    _session.enter_context(local_postgres.attached())


def pytest_sessionfinish() -> None:
    _session.close()


@pytest.fixture(autouse=True)
def quick_settings(settings):
    settings.MISSING_IN_PRODUCTION = []  # the tests' environment is complete
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.SERVESTATIC_AUTOREFRESH = True  # else each client looks at every static file
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
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
