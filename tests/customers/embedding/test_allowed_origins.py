import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from customers.embedding import allowed_origins
from customers.embedding.allowed_origins import (
    allow_origin,
    canonical_origin,
    may_frame,
    origin_of,
    remove_origin,
)
from customers.models import AllowedOrigin
from customers.models.allowed_origin import LONGEST_ORIGIN, ORIGIN


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("https://acme.com", "https://acme.com"),
        ("  HTTPS://ACME.com/  ", "https://acme.com"),
        ("acme.com", "https://acme.com"),
        ("acme.com:8443", "https://acme.com:8443"),
        ("https://acme.com:443", "https://acme.com"),
        ("http://acme.com:80", "http://acme.com"),
        ("http://acme.com:443", "http://acme.com:443"),
        ("https://acme.com/support?a=b#c", "https://acme.com"),
        ("https://acme.com.", "https://acme.com"),
        ("https://*.acme.com", "https://*.acme.com"),
        ("*.ACME.com", "https://*.acme.com"),
        ("https://*.acme.com:8443/x", "https://*.acme.com:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://app.localhost:3000", "http://app.localhost:3000"),
        ("http://*.localhost:3000", "http://*.localhost:3000"),
        ("https://münchen.de", "https://xn--mnchen-3ya.de"),
        ("https://*.Faß.de", "https://*.xn--fa-hia.de"),
        ("https://acme.github.io", "https://acme.github.io"),
        ("https://*.acme.github.io", "https://*.acme.github.io"),
    ],
)
def test_an_origin_has_one_spelling(typed, canonical):
    assert canonical_origin(typed) == canonical


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("", "empty", "Type an origin, for example https://acme.com"),
        ("   ", "empty", "Type an origin"),
        ("*", "star", "list no origin at all"),
        ("https://*", "star", "list no origin at all"),
        ("ftp://acme.com", "scheme", "http:// or https:// in front"),
        ("file:///home/ana/page.html", "scheme", "http:// or https:// in front"),
        ("https://*.com", "public_suffix", "Anybody can have a site below com"),
        ("https://*.co.uk", "public_suffix", "Anybody can have a site below co.uk"),
        ("https://*.github.io", "public_suffix", "Anybody can have a site below github.io"),
        ("javascript:alert(1)", "no_origin", "javascript:alert(1) is no origin"),
        ("https://acme.com:0", "no_origin", "is no origin"),
        ("https://acme.com:99999", "no_origin", "is no origin"),
        ("https://acme.com:", "no_origin", "is no origin"),
        ("https://acme.com:x", "no_origin", "is no origin"),
        ("https://ana@acme.com", "no_origin", "is no origin"),
        ("https://acme.com\\@evil.com", "no_origin", "is no origin"),
        ("https://acme.com; script-src *", "no_origin", "is no origin"),
        ("https://acme.com https://evil.com", "no_origin", "is no origin"),
        ("'self'", "no_origin", "is no origin"),
        ("https:", "no_origin", "is no origin"),
        ("https://acme", "no_origin", "is no origin"),
        ("https://app.*.com", "no_origin", "is no origin"),
        ("https://*.*.acme.com", "no_origin", "is no origin"),
        ("https://*acme.com", "no_origin", "is no origin"),
        ("https://*.127.0.0.1", "no_origin", "is no origin"),
        ("http://[::1]:3000", "no_origin", "is no origin"),
        ("null", "no_origin", "null is no origin"),
        ("https://" + "a" * 64 + ".com", "no_origin", "is no origin"),
        ("https://" + "a." * 130 + "com", "no_origin", "is no origin"),
    ],
)
def test_what_is_no_origin_is_refused_with_a_clear_word(typed, code, words):
    with pytest.raises(ValidationError) as refusal:
        canonical_origin(typed)
    assert refusal.value.code == code
    assert words in refusal.value.messages[0]
    assert code != "no_origin" or refusal.value.messages[0].startswith(typed[:80])


@given(st.text())
def test_whatever_is_typed_is_refused_or_can_stand_in_a_header_and_is_spelled_once(typed):
    try:
        origin = canonical_origin(typed)
    except ValidationError:
        return
    assert re.fullmatch(ORIGIN, origin)
    assert len(origin) <= LONGEST_ORIGIN
    assert canonical_origin(origin) == origin


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://acme.com/support?x=1", "https://acme.com"),
        ("http://localhost:3000/", "http://localhost:3000"),
        ("https://xn--mnchen-3ya.de", "https://xn--mnchen-3ya.de"),
        ("", ""),
        ("null", ""),
        ("acme.com", ""),
        ("about:blank", ""),
        ("https://*.acme.com/", ""),
        ("https://[broken", ""),
        ("https://acme.com:x/", ""),
    ],
)
def test_a_pages_address_gives_its_origin_or_none(url, origin):
    assert origin_of(url) == origin


@given(st.text())
def test_no_address_that_a_browser_could_send_breaks_it(url):
    assert origin_of(url) == "" or re.fullmatch(ORIGIN, origin_of(url))


def test_none_listed_means_anywhere_and_a_list_means_these(world):
    assert may_frame(world.workspace, "https://evil.com")
    allow_origin(world.workspace, "https://*.acme.com", world.ada)
    assert may_frame(world.workspace, "https://app.acme.com")
    assert not may_frame(world.workspace, "https://evil.com")
    assert not may_frame(world.workspace, "")
    assert may_frame(world.otter, "https://evil.com")


def test_our_own_pages_may_always_frame_it(world, settings):
    settings.PUBLIC_URL = "https://help.fernhill.io"
    allow_origin(world.workspace, "https://acme.com", world.ada)
    assert may_frame(world.workspace, "https://help.fernhill.io")


def test_switched_off_it_is_framed_nowhere(world):
    world.workspace.is_embeddable = False
    assert not may_frame(world.workspace, "https://acme.com")


def test_an_origin_is_listed_once(world):
    allow_origin(world.workspace, "https://acme.com", world.ada)
    with pytest.raises(ValidationError, match=r"https://acme\.com is listed already"):
        allow_origin(world.workspace, "https://acme.com", world.ada)
    allow_origin(world.otter, "https://acme.com", world.oscar)


def test_a_list_has_an_end(world, monkeypatch):
    monkeypatch.setattr(allowed_origins, "MOST_ORIGINS", 1)
    allow_origin(world.workspace, "https://acme.com", world.ada)
    with pytest.raises(ValidationError, match="at most 1 origins"):
        allow_origin(world.workspace, "https://birch.io", world.ada)


def test_what_is_removed_comes_back_for_an_undo_once(world):
    allowed = allow_origin(world.workspace, "https://acme.com", world.ada)
    assert remove_origin(world.otter, allowed.pk) == ""
    assert remove_origin(world.workspace, allowed.pk) == "https://acme.com"
    assert remove_origin(world.workspace, allowed.pk) == ""


@pytest.mark.parametrize("origin", ["https://acme.com; script-src *", "acme.com", "*", "'self'"])
def test_the_database_holds_nothing_that_would_change_the_header(world, origin):
    with pytest.raises(IntegrityError), transaction.atomic():
        AllowedOrigin.objects.create(workspace=world.workspace, origin=origin)
