import pytest
from playwright.sync_api import Page

from customers.embedding.script import current_script
from tests.browser.embed.standin import INSIDE, PATHS
from tests.browser.vendors import Site


@pytest.fixture
def home(our_site) -> Site:
    """Where embed.js comes from, and what it frames."""
    our_site.file("/embed.js", current_script().content, Access_Control_Allow_Origin="*")
    for path in PATHS:
        our_site.page(INSIDE, path)
    return our_site


@pytest.fixture
def visit(browser, vendor_site, home):
    """A function that opens a vendor's page that holds this HTML, behind embed.js unless told not.

    What the page's console says is wrong is in ``page.problems``.
    """
    contexts = []

    def visit(html: str, *, script: bool = True, policy: str = "", **options) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda one: one.type == "error" and page.problems.append(one.text))
        headers = {"Content_Security_Policy": policy} if policy else {}
        tag = f'<script src="{home.url}/embed.js"></script>' if script else ""
        page.goto(vendor_site.page(f'<link rel="icon" href="data:,">{tag}{html}', **headers))
        return page

    yield visit
    for context in contexts:
        context.close()
