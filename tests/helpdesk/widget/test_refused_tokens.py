"""Tokens that open nothing: refused with a clear page, however they are made."""

import pytest

from customers.embedding.refusals import Refusal
from customers.models import Customer
from customers.routing.customers import archive_customer
from tests.helpdesk.widget.frames import (
    ancestors,
    nobody_is_in,
    state_of,
    words_of,
)
from tests.vendors import ANA, bare_token, token_of


def refused_tokens(workspace):
    """A token for each reason to refuse one, but for an archived customer's."""
    without = {name: ANA[name] for name in ANA if name != "userEmail"}
    later = ANA | {"nbf": 2**33}
    return {
        Refusal.EXPIRED: token_of(workspace, lifetime=-600),
        Refusal.NOT_YET: token_of(workspace, later, lifetime=2**33),
        Refusal.BAD_SIGNATURE: token_of(workspace, secret="s" * 40),
        Refusal.MISMATCH: token_of(workspace, userEmail="mallory@evil.example"),
        Refusal.INCOMPLETE: token_of(workspace, without),
        Refusal.UNSUPPORTED: bare_token(workspace) | {"userPaseto": "v2.public.x"},
        Refusal.BAD_ADDRESS: token_of(workspace, ANA | {"userEmail": "ana"}),
        Refusal.BAD_CLAIM: token_of(workspace, ANA | {"userId": 1}),
    }


DETAILS = {
    Refusal.EXPIRED: "userJWT has expired.",
    Refusal.NOT_YET: "userJWT counts from later on:",
    Refusal.BAD_SIGNATURE: "Sign on your server, with its secret.",
    Refusal.MISMATCH: "userJWT signs another userEmail than this page's.",
    Refusal.INCOMPLETE: "Sign userEmail in userJWT too",
    Refusal.UNSUPPORTED: "userPaseto is not supported",
    Refusal.BAD_ADDRESS: "no address that mail reaches",
    Refusal.BAD_CLAIM: "userId has to be text",
    Refusal.ARCHIVED: "The customer Juniper is archived.",
}


@pytest.mark.parametrize("code", Refusal)
@pytest.mark.parametrize("headless", ["false", "true"])
def test_a_token_that_is_refused_gets_a_clear_page_and_the_vendor_why(
    open_with, world, widget, code, headless
):
    if code == Refusal.ARCHIVED:
        open_with(token_of(world.workspace))
        archive_customer(Customer.objects.get(name="Juniper"))
    tokens = {Refusal.ARCHIVED: token_of(world.workspace)} | refused_tokens(world.workspace)
    response = open_with(tokens[code], headless=headless)
    assert response.status_code == 403
    assert DETAILS[code] in words_of(response).replace("&#x27;", "'")
    assert f'href="{widget}"' in response.text
    assert "Use my email address" in response.text
    assert state_of(response) is None
    assert not response.cookies
    assert ancestors(response) == "frame-ancestors *"


def test_every_reason_has_a_sentence_of_its_own():
    assert set(DETAILS) == set(Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "null",
        "1",
        "[]",
        '"w"',
        "NaN",
        "{",
        "\x00",
        '{"widgetKey": "\\u0000", "userId": "\\u0000"}',
        '{"widgetKey": "\\ud800"}',
        '{"userJWT": "\\ud800"}',
        '{"userHMAC": "\\ud800", "userId": "\\udfff"}',
        '{"widgetKey": ' + "9" * 5000 + "}",
        '{"widgetKey": 1e999}',
        '{"widgetKey": ' + "[" * 900 + "]" * 900 + "}",
        '{"widgetKey": ' + "[" * 10_000 + "]" * 10_000 + "}",
        '{"widgetKey": ' + '{"a":' * 5000 + "1" + "}" * 5000 + "}",
        "[" * 100_000 + "]" * 100_000,
        '{"userJWT": ' + "[" * 10_000 + "]" * 10_000 + "}",
        '{"userHMAC": {}, "userId": ' + "[" * 10_000 + "]" * 10_000 + "}",
        "a" * 200_000,
    ],
)
def test_hostile_tokens_are_refused_and_nothing_else(open_with, text):
    response = open_with(text)
    assert response.status_code == 403
    assert nobody_is_in(response)


def test_a_megabyte_is_too_much(open_with):
    assert open_with("a" * 2**20).status_code == 413


@pytest.mark.parametrize(
    "origin", ["", "null", "\x00", "https://\x00", "x" * 9000, "//a", "https://é"]
)
def test_an_origin_that_is_none_is_noted_as_unknown(open_with, world, bare, origin):
    assert open_with(bare, origin=origin).status_code == 200
    [sighting] = world.workspace.sightings.all()
    assert sighting.origin in {"", "https://xn--9ca"}
