"""Who may tell anything of a mail, and what becomes of nonsense."""

from base64 import b64encode
from itertools import product

import pytest

from customers.proof.webhooks import urlpatterns
from tests.customers.proof.test_webhooks import SECRET, secret

__all__ = ["secret"]

PROVIDERS = sorted(str(pattern.pattern).split("/")[2] for pattern in urlpatterns)
UNCONFIGURED = ["mailersend", "mailgun", "mandrill", "postal", "unisender_go"]


def call(client, method, provider, secret, body=b"{}"):
    headers = {"Authorization": "Basic " + b64encode(secret.encode()).decode()} if secret else {}
    url = f"/mail/events/{provider}/tracking/"
    return client.generic(method, url, body, content_type="application/json", headers=headers)


@pytest.mark.catalogue("AZ-46")
@pytest.mark.parametrize("guess", ["", "fernhill:guess", "None", "fernhill:s\u00e9same"])
def test_no_provider_answers_whoever_does_not_know_the_secret(client, caplog, guess):
    for provider, method in product(PROVIDERS, ("POST", "HEAD", "GET", "PUT", "OPTIONS")):
        caplog.clear()
        assert call(client, method, provider, guess).status_code == 400
        assert len(caplog.records) <= 1
        assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize("header", ["Basic", "Basic !", "Basic a b", "Bearer x", "Basic /w=="])
def test_no_header_that_makes_no_sense_is_an_error(client, header):
    answer = client.post("/mail/events/postmark/tracking/", headers={"Authorization": header})
    assert answer.status_code == 400


def test_a_provider_without_its_key_is_not_there(client, db, caplog):
    for provider in UNCONFIGURED:
        assert call(client, "POST", provider, SECRET).status_code == 404
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"7",
        b"null",
        b"[]",
        b'"x"',
        b"[7]",
        b'[[{"event": []}]]',
        b'{"RecordType": []}',
        b'{"RecordType": "Bounce", "Type": {}, "BouncedAt": 7}',
        b"[" * 100_000,
    ],
)
def test_what_makes_no_sense_is_never_an_error_of_ours(client, db, caplog, body):
    for provider in PROVIDERS:
        assert call(client, "POST", provider, SECRET, body).status_code in {200, 400, 404}
    assert not any(record.exc_info for record in caplog.records)
