"""What a vendor's backend has signed, and what it has not: signatures and times of tokens."""

import base64
import json
import time
from datetime import timedelta

import jwt
import pytest

from customers.embedding.signatures import LEEWAY, LONGEST_JWT
from customers.embedding.tokens import sign_in
from tests.vendors import ANA, bare_token, nothing_is_made, refusal, token_of

DAY = timedelta(days=1)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_an_expired_token_is_refused(world):
    assert refusal(world.workspace, token_of(world.workspace, lifetime=-LEEWAY - 5)) == "expired"
    assert sign_in(world.workspace, token_of(world.workspace, lifetime=-LEEWAY + 20))


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_a_token_of_the_future_is_refused(world, claim):
    later = ANA | {claim: int(time.time()) + LEEWAY + 60}
    assert refusal(world.workspace, token_of(world.workspace, later)) == "not_yet"
    soon = ANA | {claim: int(time.time()) + LEEWAY - 20}
    assert sign_in(world.workspace, token_of(world.workspace, soon))


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", [None, "soon", [], {}, float("inf")])
def test_a_time_that_is_none_is_refused(world, claim, value):
    text = ".".join([part({"alg": "HS256"}), part(ANA | {claim: value})])
    signature = jwt.algorithms.HMACAlgorithm("SHA256").sign(
        text.encode(), world.workspace.widget_secret.encode()
    )
    token = {"userJWT": f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"}
    assert refusal(world.workspace, token) == "bad_claim"


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_refused(world, algorithm):
    world.workspace.widget_secret = "s" * 64  # long enough for either
    world.workspace.save()
    token = token_of(world.workspace, algorithm=algorithm)
    assert refusal(world.workspace, token) == "unsupported"


@pytest.mark.parametrize("name", ["none", "None", "NONE", "", "RS256", "ES256", "PS256", "hs256"])
def test_a_header_that_names_another_algorithm_is_refused_however_it_is_signed(world, name):
    _header, payload, signature = token_of(world.workspace)["userJWT"].split(".")
    for end in (signature, ""):
        token = {"userJWT": f"{part({'alg': name, 'typ': 'JWT'})}.{payload}.{end}"}
        assert refusal(world.workspace, token) in {"unsupported", "bad_signature"}
    assert nothing_is_made(world)


def test_a_tampered_claim_is_refused(world):
    header, _payload, signature = token_of(world.workspace)["userJWT"].split(".")
    forged = ANA | {"userEmail": "mallory@evil.example"}
    token = bare_token(world.workspace) | {"userJWT": f"{header}.{part(forged)}.{signature}"}
    assert refusal(world.workspace, token) == "bad_signature"


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "..",
        "a.b.c",
        "\x00",
        "\ud800",
        "é.é.é",
        f"{part('HS256')}.{part(ANA)}.",
        f"{part({'alg': ['HS256']})}.{part(ANA)}.",
        f"{part({'alg': 'HS256', 'crit': ['b64'], 'b64': False})}.{part(ANA)}.",
        base64.urlsafe_b64encode(b"[" * 4000).decode() + ".e30.",
        base64.urlsafe_b64encode(b'{"alg":' + b"9" * 5000 + b"}").rstrip(b"=").decode() + ".e30.",
    ],
)
def test_a_text_that_is_no_jwt_is_refused(world, text):
    assert refusal(world.workspace, {"userJWT": text}) in {"bad_signature", "unsupported"}


@pytest.mark.parametrize("value", [1, True, [], {}, ["a"], "a" * (LONGEST_JWT + 1)])
def test_a_jwt_of_another_type_or_huge_is_refused(world, value):
    assert refusal(world.workspace, {"userJWT": value}) == "bad_claim"


def test_the_longest_claims_fit_into_a_jwt(world):
    claims = ANA | {"userId": "u" * 200, "customerId": "o" * 200, "customerName": "é" * 300}
    assert sign_in(world.workspace, token_of(world.workspace, claims))
