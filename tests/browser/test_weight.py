"""What the widget weighs on the wire, headers included, on a vendor's page with an empty cache."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request, expect

from tests.browser.steps import ask_for_link, code_in_mail

FORM, ROOM, SCRIPT = 30_000, 80_000, 5_000  # bytes, as promised to vendors


class Scales:
    """Weighs what a page loads from us."""

    def __init__(self, page, live) -> None:
        self.host = urlsplit(live.url).netloc
        self.weights: dict[str, int] = {}
        self.foreign: list[str] = []
        self.finished: list[Request] = []
        page.on("requestfinished", lambda request: self.finished.append(request))

    def weigh(self) -> int:
        """The bytes of all responses since the last weighing."""
        weight = 0
        for request in self.finished:
            if urlsplit(request.url).netloc == self.host:
                sizes = request.sizes()
                weight += sizes["responseBodySize"] + sizes["responseHeadersSize"]
            elif request.frame.parent_frame:
                self.foreign.append(request.url)
        self.finished.clear()
        return weight


@pytest.fixture
def come(world, live, someone, vendor_site):
    """A function that opens a vendor's page with this in it, and gives the page and its scales."""

    def come(html: str):
        page = someone()
        scales = Scales(page, live)
        page.goto(vendor_site.page(html))
        return page, scales

    return come


def frame(world, live) -> str:
    widget = world.workspace
    source = f"{live.url}/widget/{widget.widget_id}/?key={widget.widget_key}"
    return f'<iframe src="{source}" width="100%" height="560"></iframe>'


def test_the_form_and_then_the_room_are_light(world, live, come, mailbox):
    page, scales = come(frame(world, live))
    form = page.frame_locator("iframe")
    expect(form.get_by_role("button", name="Email me a link")).to_be_visible()
    page.wait_for_load_state("networkidle")
    weight_of_form = scales.weigh()
    assert 5_000 < weight_of_form <= FORM

    ask_for_link(form, "ana@acme.com")
    form.get_by_role("textbox", name="Code").fill(code_in_mail(mailbox, "ana@acme.com"))
    with page.expect_response("**/unread"):  # asked for when all of the room's modules are there
        form.get_by_role("button", name="Open the room").click()
    expect(form.get_by_role("log")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert weight_of_form + scales.weigh() <= ROOM
    assert not scales.foreign


def test_the_way_of_an_existing_page_by_the_shell_is_light_too(world, live, come):
    widget = world.workspace
    page, scales = come(f"""
        <iframe src="{live.url}/" width="100%" height="560"></iframe>
        <script>addEventListener("message", ({{data, source, origin}}) => {{
          if (data.type !== "APP_IS_READY") return;
          const initToken = {{widgetId: "{widget.widget_id}", widgetKey: "{widget.widget_key}"}};
          source.postMessage({{initToken, mode: "light"}}, origin);
        }});</script>""")
    form = page.frame_locator("iframe")
    expect(form.get_by_role("button", name="Email me a link")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 5_000 < scales.weigh() <= FORM
    assert not scales.foreign


def test_the_vendors_script_is_light(live, come):
    page, scales = come(f'<script src="{live.url}/embed.js"></script>')
    page.wait_for_load_state("networkidle")
    [script] = [request for request in scales.finished if request.url.endswith("/embed.js")]
    assert 500 < script.sizes()["responseBodySize"] <= SCRIPT


def test_what_it_loads_may_be_kept_for_ever(world, live, someone):
    page = someone()
    static = []
    page.on("response", lambda response: "/static/" in response.url and static.append(response))
    page.goto(f"/widget/{world.workspace.widget_id}/")
    page.wait_for_load_state("networkidle")
    assert len(static) > 5
    for response in static:
        headers = response.all_headers()
        assert "immutable" in headers["cache-control"]
        assert int(headers.get("content-length", 0)) < 300 or headers["content-encoding"] in {
            "gzip",
            "br",
        }
