"""Real browsers, a real server, a real mail server, and a vendor's page of another site."""

import os
import shutil
import time

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

from helpdesk.demo.world import ensure_demo
from tests.browser.embedded import Embedding
from tests.browser.vendors import Site
from tests.mail_servers import smtp_server
from tests.servers import server
from tests.world import World, make_world

# Playwright's loop runs in this thread; the ORM is called beside it, never inside.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A frame on another site gets no cookie but a partitioned one (test_vendors_sites.py).
    "--test-third-party-cookie-phaseout",
    # Playwright's own list would close storage to other sites' frames; people's browsers don't.
    "--disable-features=HttpsUpgrades",
]
# The one without a window takes less than half of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(autouse=True)
def quick_settings():
    """None: the passwords that are made here have to fit the running server."""


@pytest.fixture(scope="session")
def browser() -> Browser:
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def mailbox():
    with smtp_server() as running:
        yield running


@pytest.fixture(scope="session")
def live(django_db_setup, django_db_blocker, mailbox):
    with (
        django_db_blocker.unblock(),
        server(EMAIL_URL=f"smtp://127.0.0.1:{mailbox.port}", IP_LIMIT_PER_MINUTE="1000") as running,
    ):
        call_command("flush", interactive=False)  # each test makes the world that it needs
        yield running


@pytest.fixture
def world(transactional_db, live, mailbox) -> World:
    mailbox.messages.clear()
    return make_world()


@pytest.fixture
def demo(transactional_db, live, mailbox):
    """The demo's world, fresh, before the running server."""
    mailbox.messages.clear()
    return ensure_demo()


@pytest.fixture
def someone(browser, live, transactional_db):  # which is emptied when nobody is there any more
    """A function that gives the page of somebody with a browser of their own."""
    contexts, errors = [], []

    def someone(**options) -> Page:
        context = browser.new_context(base_url=live.url, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        # An exception in here would end Playwright's own loop
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        return page

    yield someone
    for context in contexts:
        context.close()
    wait_until_quiet()
    assert not errors, "script errors"


BUSY = """
SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
AND state <> 'idle'
"""


def wait_until_quiet() -> None:
    """Until the server has done what it was asked last: emptying all tables would lock horns."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            if cursor.fetchone() is None:
                return
        time.sleep(0.01)


@pytest.fixture
def vendor_site():
    """A site of a vendor: another one than ours."""
    site = Site()
    yield site
    site.stop()


@pytest.fixture
def vendor_page(live, vendor_site):
    """A function that gives the address of a page of another site that holds the snippet."""

    def vendor_page(workspace) -> str:
        return vendor_site.page(
            "<h1>Can't sign in?</h1>"
            f'<script src="{live.url}/embed.js" data-widget-id="{workspace.widget_id}" '
            f'data-widget-key="{workspace.widget_key}"></script>'
        )

    return vendor_page


@pytest.fixture
def embedding(live, vendor_site):
    """A function that gives one of the KITS in a layout on the vendor's site."""

    def embedding(kit: str, layout: str) -> Embedding:
        return Embedding(kit, layout, vendor_site, live.url)

    return embedding


@pytest.fixture
def our_site():
    """A stand-in for us, on our site: for what is tried without our pages."""
    site = Site("localhost")
    yield site
    site.stop()


# What reaches models is imported when it is wanted: this file is read before tests/conftest.py says
# where files are kept.


@pytest.fixture
def triage(world):
    return world.acme.rooms.get(kind="triage")


@pytest.fixture
def ana(world):
    from tests.helpdesk.rooms.conftest import proven

    return proven(world.person("ana@acme.com", "Ana"))


@pytest.fixture
def enter(world, someone, live, triage):
    """A function that gives the page of a person or an agent in Triage."""
    from customers.models import Agent
    from tests.helpdesk.rooms.conftest import cookies_of

    def enter(who, **options) -> Page:
        page = someone(**options)
        named = [pair.partition("=") for pair in cookies_of(who).split("; ")]
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live.url} for name, _, value in named]
        )
        at_desk = isinstance(who, Agent)
        page.goto(world.url(f"rooms/{triage.pk}") if at_desk else f"/rooms/{triage.pk}/")
        return page

    return enter
