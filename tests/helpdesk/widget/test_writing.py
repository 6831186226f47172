"""Only pages of ours write: the frame has no CSRF cookie, so its browser must say so."""

import pytest
from django.test import Client

from customers.models import MagicLink, PersonSession
from tests.helpdesk.widget.frames import OURS, PAGES, words_of
from tests.helpdesk.widget.test_form import hidden


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:8001"},
        {"Origin": OURS["Origin"] + "/"},
        OURS | {"Sec-Fetch-Site": "cross-site"},
        OURS | {"Sec-Fetch-Site": "same-site"},
        OURS | {"Sec-Fetch-Site": "none"},
    ],
)
def test_only_pages_of_ours_write(ask, widget, triage, headers):
    fields = {
        "email": "ana@acme.com",
        "form": hidden(Client().get(widget), "form"),
        "code": "123456",
        "text": "hi",
    }
    for name in PAGES:
        response = ask(name, "post", fields, **{"Origin": None} | headers)
        assert response.status_code in {403, 405}, name
        assert not response.cookies
    assert not PersonSession.objects.exclude(ended_at=None).exists()
    assert not MagicLink.objects.exists()
    assert not triage.messages.exists()


def test_a_sandboxed_form_says_which_flags_the_vendor_has_to_give(client, widget):
    words = words_of(client.post(widget, headers={"Origin": "null"}))
    for flag in ("allow-same-origin", "allow-scripts", "allow-forms"):
        assert flag in words


@pytest.mark.parametrize("headers", [OURS, OURS | {"Sec-Fetch-Site": "same-origin"}])
def test_a_page_of_ours_may_write_with_and_without_fetch_metadata(client, widget, headers):
    assert client.post(f"{widget}correct", headers=headers).status_code == 200


def test_where_the_installation_is_public_only_its_own_origin_counts(client, widget, settings):
    settings.SECURE, settings.PUBLIC_URL = True, "https://help.fernhill.io"
    local = {"Origin": "http://localhost", "Host": "localhost"}
    assert client.post(f"{widget}correct", headers=local).status_code == 403
    ours = {"Origin": "https://help.fernhill.io"}
    assert client.post(f"{widget}correct", headers=ours).status_code == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"rubbish"),
        ("multipart/form-data", b"rubbish"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"email=%FF%FE"),
        ("application/json", b"{}"),
        ("application/x-www-form-urlencoded", b"a=1&" * 5000),
        ("application/x-www-form-urlencoded", b"email=%00&form=%00&code=%00&text=%00&token=%00"),
        ("application/x-www-form-urlencoded", b"form=%ED%A0%80&client_id=%ED%A0%80&origin=%FF"),
    ],
)
def test_a_body_that_no_browser_sends_is_no_server_error(ask, kind, body):
    for name in PAGES:
        response = ask(name, "post", body, content_type=kind)
        assert response.status_code < 500, name
