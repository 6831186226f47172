"""The demo's pages with the npm packages, where their bundles were made."""

import json
import re

import pytest

from helpdesk.demo.world import make_demo


@pytest.fixture
def demo(db, settings, tmp_path):
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    return make_demo()


@pytest.fixture
def kits(demo, settings):
    folder = settings.DATA_DIR / "kits"
    folder.mkdir()
    for name in ("made", "fogbender-floating.js"):
        (folder / name).write_text("let bundled;")
    return folder


def test_where_they_were_not_made_it_says_how(demo, client):
    page = client.get("/demo/kits/").content.decode()
    assert "<code>make kits</code>" in page
    assert client.get("/demo/kits/fogbender/floating").status_code == 404


def test_where_they_were_made_it_leads_to_each_package_in_each_layout(kits, client):
    page = client.get("/demo/kits/").content.decode()
    for package in ("fogbender", "fogbender-react", "fogbender-element"):
        for layout in ("full-width", "floating", "headless"):
            assert f'href="/demo/kits/{package}/{layout}"' in page
            assert f'href="/demo/kits/{package}/{layout}?known"' in page


@pytest.mark.parametrize("known", [False, True])
def test_a_page_says_whose_widget_it_is_and_runs_the_bundle(kits, client, demo, known):
    response = client.get(f"/demo/kits/fogbender/floating{'?known' if known else ''}")
    page = response.content.decode()
    config = json.loads(re.search(r'id="support-config"[^>]*>(.*?)</script>', page)[1])
    assert config["clientUrl"] == "http://testserver"
    assert config["token"]["widgetId"] == demo.widget_id
    assert ("userJWT" in config["token"]) is known
    assert 'src="/demo/kits/fogbender/floating/script.js"' in page
    script = client.get("/demo/kits/fogbender/floating/script.js")
    assert script.content == b"let bundled;"
    assert script.headers["Content-Type"].startswith("text/javascript")


def test_only_these_pages_allow_the_styles_that_packages_bring(kits, client):
    policy = client.get("/demo/kits/fogbender/floating").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in client.get("/demo/showcase").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["no-such/floating", "fogbender/no-such", "../x/floating"])
def test_nothing_else_is_served(kits, client, path):
    assert client.get(f"/demo/kits/{path}").status_code == 404
    assert client.get(f"/demo/kits/{path}/script.js").status_code == 404
