"""docs/embedding.md: every sample that runs in a browser, on a page of another site."""

import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.docs.samples import filled_in, samples
from tests.vendors import bare_token, token_of

pytestmark = pytest.mark.slow

SAMPLES = samples("embedding")
# Pages that show the form, or a room, as they stand
PAGES = {"html snippet", "html pinned", "html elements", "html frame", "html sandbox", "html known"}
# Scripts that fill <div id="support">, and what runs those that only export a component
SCRIPTS = {"js fogbender": "", "js fogbender-element": ""} | dict.fromkeys(
    ["jsx react", "jsx fogbender-react-full-width", "jsx fogbender-react-floating"],
    """
    import { createRoot } from "react-dom/client";
    import { Support } from "./sample.jsx";
    createRoot(document.getElementById("support")).render(<Support token={globalThis.token} />);
    """,
)
SCRIPTS["vue vue"] = """
    import { createApp } from "vue";
    import Support from "./sample.vue";
    createApp(Support, { token: globalThis.token }).mount("#support");
    """
OTHERS = {"css colours", "http policy", "html head"}
IN_BROWSERS = PAGES | set(SCRIPTS) | OTHERS


@pytest.fixture
def sample(world, live):
    """A function that gives a sample, filled in for Fernhill's widget here."""
    signed = token_of(world.workspace)["userJWT"]

    def sample(name: str) -> str:
        return filled_in(SAMPLES[name], live.url, world.workspace, signed)

    return sample


@pytest.fixture
def bundle(sample, tmp_path, vendor_site):
    """A function that gives the address of a sample's script, bundled for browsers."""

    def bundle(name: str) -> str:
        source = tmp_path / f"sample.{name.partition(' ')[0]}"
        source.write_text(sample(name))
        entry = source
        if SCRIPTS[name]:
            entry = tmp_path / "entry.jsx"
            entry.write_text(SCRIPTS[name])
        build = Path(settings.BASE_DIR) / "tests" / "kits" / "build.mjs"
        subprocess.run(["node", build, tmp_path / "made", entry], check=True)
        made = tmp_path / "made" / f"{entry.stem}.js"
        return vendor_site.file("/bundle.js", made.read_bytes())

    return bundle


def is_there(page, name: str) -> None:
    """The form is shown, or the room to somebody known; a floating widget after a click."""
    if "floating" in name or name == "jsx react":
        ours, theirs = (
            page.get_by_role("button", name="Support"),
            page.get_by_title("Customer support"),
        )
        ours.or_(theirs).click()
    frame = page.locator("iframe").filter(visible=True).first.content_frame
    role, label = ("textbox", "Message") if name == "html known" else ("textbox", "Email")
    expect(frame.get_by_role(role, name=label, exact=True)).to_be_visible()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_with_the_sample_has_the_widget(someone, vendor_site, sample, name):
    page = someone()
    page.goto(vendor_site.page(f"<h1>Help</h1>{sample(name)}"))
    is_there(page, name)


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_bundle_of_the_sample_has_the_widget(world, someone, vendor_site, sample, bundle, name):
    page = someone()
    token = json.dumps(bare_token(world.workspace))
    page.goto(
        vendor_site.page(
            f"{sample('html head')}<script>globalThis.token = {token}</script>"
            '<div id="support" style="display: flex; height: 640px"></div>'
            f'<script type="module" src="{bundle(name)}"></script>'
        )
    )
    is_there(page, name)


def test_the_policy_is_enough_and_the_colours_are_taken(someone, vendor_site, sample):
    header, _colon, policy = sample("http policy").strip().partition(": ")
    colours = vendor_site.file("/colours.css", sample("css colours").encode())
    html = f'<link rel="stylesheet" href="{colours}">{sample("html elements")}'
    page = someone()
    page.goto(vendor_site.page(html, **{header.replace("-", "_"): f"{policy}; style-src 'self'"}))
    is_there(page, "html elements")
    page.get_by_role("button", name="Support").click()
    expect(page.locator("unknown-user-floating > iframe")).to_be_visible()
    colour = "one => getComputedStyle(one).backgroundColor"
    button = page.get_by_role("button", name="Support")
    assert button.evaluate(colour) == "rgb(31, 77, 54)"
