"""How listed origins cover pages: CSP Level 3, as browsers do it."""

import pytest

from customers.embedding.matching import covering, covers


@pytest.mark.parametrize(
    ("pattern", "page"),
    [
        ("https://acme.com", "https://acme.com"),
        ("https://acme.com:8443", "https://acme.com:8443"),
        ("http://acme.com", "http://acme.com"),
        ("http://acme.com", "https://acme.com"),
        ("http://acme.com:443", "https://acme.com"),
        ("https://*.acme.com", "https://app.acme.com"),
        ("https://*.acme.com", "https://a.b.acme.com"),
        ("http://*.acme.com", "https://app.acme.com"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_it_covers(pattern, page):
    assert covers(pattern, page)


@pytest.mark.parametrize(
    ("pattern", "page"),
    [
        ("https://acme.com", "http://acme.com"),
        ("https://acme.com", "https://app.acme.com"),
        ("https://acme.com", "https://acme.com:8443"),
        ("https://acme.com:8443", "https://acme.com"),
        ("http://acme.com", "http://acme.com:8080"),
        ("http://acme.com", "https://acme.com:80"),
        ("http://acme.com:8080", "https://acme.com:8080"),
        ("https://*.acme.com", "https://acme.com"),
        ("https://*.acme.com", "https://notacme.com"),
        ("https://*.acme.com", "https://app.acme.com.evil.com"),
        ("https://acme.com", "https://acme.com.evil.com"),
        ("https://acme.com", ""),
    ],
)
def test_it_does_not_cover(pattern, page):
    assert not covers(pattern, page)


def test_the_first_that_covers_is_named():
    listed = ["https://acme.com", "https://*.birch.io", "https://app.birch.io"]
    assert covering(listed, "https://app.birch.io") == "https://*.birch.io"
    assert covering(listed, "https://evil.com") == ""
