import pytest
from django.core.exceptions import ValidationError

from customers.embedding.allowed_origins import allow_origin, may_frame
from customers.embedding.verdicts import Reason, page_origin, verdict_on

LISTED = [
    "https://acme.com",
    "https://*.birch.io",
    "http://shop.example.org:8080",
    "https://app.example.net:8443",
]


@pytest.fixture
def locked(world):
    for origin in LISTED:
        allow_origin(world.workspace, origin, world.ada)
    return world.workspace


@pytest.mark.parametrize(
    ("page", "reason", "pattern"),
    [
        ("https://acme.com", Reason.LISTED, "https://acme.com"),
        ("https://app.birch.io", Reason.LISTED, "https://*.birch.io"),
        ("http://acme.com", Reason.OTHER_SCHEME, "https://acme.com"),
        ("http://app.birch.io", Reason.OTHER_SCHEME, "https://*.birch.io"),
        ("https://acme.com:8443", Reason.OTHER_PORT, "https://acme.com"),
        ("https://app.example.net", Reason.OTHER_PORT, "https://app.example.net:8443"),
        ("https://birch.io", Reason.BARE_NAME, "https://*.birch.io"),
        ("https://evil.com", Reason.NOT_LISTED, ""),
        ("http://localhost:8000", Reason.OWN, ""),
    ],
)
def test_a_page_is_let_in_or_not_and_the_reason_is_named(locked, page, reason, pattern, settings):
    settings.PUBLIC_URL = "http://localhost:8000"
    verdict = verdict_on(locked, page)
    assert (verdict.reason, verdict.pattern) == (reason, pattern)
    assert verdict.is_let_in == may_frame(locked, page)


def test_none_listed_lets_every_page_in(world):
    verdict = verdict_on(world.workspace, "https://evil.com")
    assert (verdict.reason, verdict.is_let_in) == (Reason.ANYWHERE, True)


def test_off_refuses_what_is_listed_too(locked):
    locked.is_embeddable = False
    verdict = verdict_on(locked, "https://acme.com")
    assert (verdict.reason, verdict.is_let_in) == (Reason.OFF, False)


def test_a_pages_path_is_ignored():
    assert page_origin("https://acme.com/support?a=1") == "https://acme.com"
    assert page_origin("acme.com/support") == "https://acme.com"


@pytest.mark.parametrize("typed", ["", "*", "https://*.acme.com", "ftp://acme.com", "no page"])
def test_what_is_no_page_is_refused(typed):
    with pytest.raises(ValidationError):
        page_origin(typed)
