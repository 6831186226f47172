import re

import pytest

PAGES = ["/admin/account/login/", "/rooms/", "/link/broken/", "/nowhere", "/healthz"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_keeps_to_itself(page, client, db):
    headers = client.get(page).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("page", PAGES)
def test_every_page_runs_only_what_is_ours(page, client, db):
    policy = client.get(page).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy
    assert re.search(r"script-src 'self'(?: 'nonce-[\w=+/-]+')?;", policy)
    assert "object-src 'none'" in policy and "base-uri 'none'" in policy


def test_a_vendors_page_may_load_the_widget_and_the_script(client, world):
    widget = client.get(f"/widget/{world.workspace.widget_id}/").headers
    assert widget["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert widget["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert client.get("/embed.js").headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("what", ["empty", "image", "script"])
def test_what_the_frames_own_scripts_fetch_is_no_other_sites(what, client, world):
    headers = {"Sec-Fetch-Dest": what}
    answer = client.get(f"/widget/{world.workspace.widget_id}/rooms/", headers=headers)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
