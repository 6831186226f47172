import logging

import pytest

from unknown_user.log_redaction import RedactPaths, redacted


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Not Found: /link/w12.s3cr3t.sig/", "Not Found: /link/[redacted]/"),
        ("/admin/invitation/t0k3n/", "/admin/invitation/[redacted]/"),
        ("GET /?token=%7B%22a%22 HTTP/1.1", "GET /?[redacted] HTTP/1.1"),
        ("/rooms/7/messages?before=3", "/rooms/7/messages?[redacted]"),
        ("/rooms/7/", "/rooms/7/"),
    ],
)
def test_what_opens_a_door_is_taken_out(line, kept):
    assert redacted(line) == kept


def test_a_records_arguments_are_redacted_too():
    record = logging.LogRecord(
        "uvicorn.access", logging.INFO, "", 0, '"%s %s"', ("GET", "/link/abc/"), None
    )
    RedactPaths().filter(record)
    assert record.getMessage() == '"GET /link/[redacted]/"'


def test_every_handler_redacts(settings):
    handlers = settings.LOGGING["handlers"].values()
    assert all("redact" in handler["filters"] for handler in handlers)
