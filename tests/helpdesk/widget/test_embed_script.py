"""The script for vendors' pages, as it comes over the wire."""

import gzip
import hashlib
import re
from base64 import b64encode

import pytest

from customers.embedding.script import (
    current_script,
    keep_current_script,
    script_version,
)

MOST = 5_000  # bytes, compressed
VERSIONED = f"/embed-{script_version()}.js"


@pytest.fixture
def get(client):
    def get(path, **headers):
        return client.get(path, headers={"Accept-Encoding": "gzip"} | headers)

    return get


@pytest.fixture(params=["/embed.js", VERSIONED])
def address(request):
    return request.param


def test_it_weighs_at_most_five_kilobytes(get, address):
    response = get(address)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) <= MOST
    assert gzip.decompress(response.content) == current_script().content


def test_without_gzip_it_comes_as_it_is(client, address):
    response = client.get(address)
    assert "Content-Encoding" not in response.headers
    assert response.content == current_script().content


def test_other_sites_may_load_it_and_check_its_hash(get, address):
    headers = get(address).headers
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert "Accept-Encoding" in headers["Vary"]
    assert "Set-Cookie" not in headers


def test_the_address_that_stays_is_asked_again_within_minutes(get):
    response = get("/embed.js")
    assert response.headers["Cache-Control"] == "public, max-age=300"
    again = get("/embed.js", **{"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept-Encoding" in again.headers["Vary"]


def test_the_address_of_a_version_is_never_asked_again(get):
    assert set(get(VERSIONED).headers["Cache-Control"].split(", ")) == {
        "public",
        "max-age=31536000",
        "immutable",
    }


def test_the_hash_is_the_one_that_browsers_compute(client):
    digest = hashlib.sha384(client.get(VERSIONED).content).digest()
    assert current_script().integrity == f"sha384-{b64encode(digest).decode()}"
    assert re.fullmatch(r"[0-9a-f]{12}", script_version())


@pytest.mark.parametrize("version", ["000000000000", "", "x", script_version().upper() + "0"])
def test_there_is_no_other_version(client, db, version):
    assert client.get(f"/embed-{version}.js").status_code == 404


def test_a_version_that_was_shown_is_served_for_good(get, db, monkeypatch):
    shown = keep_current_script()
    before = get(VERSIONED).content
    monkeypatch.setattr("customers.embedding.script.PARTS", ["shared", "widget", "start"])
    assert script_version() != shown.version
    later = get(VERSIONED)
    assert later.content == before
    assert "immutable" in later.headers["Cache-Control"]
    assert get("/embed.js").content != before
