import logging
import sys

import pytest

from unknown_user.log_redaction import RedactingFormatter, redacted


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Not Found: /link/w12.s3cr3t.sig/", "Not Found: /link/[redacted]"),
        ("/not-me/4f2a.s1gn/", "/not-me/[redacted]"),
        ("/admin/invitation/t0k3n/", "/admin/invitation/[redacted]"),
        (
            "/admin/account/password/reset/key/3-abc/",
            "/admin/account/password/reset/key/[redacted]",
        ),
        ("/LINK//a'b/", "/LINK//[redacted]"),
        ("GET /?token=%7B%22a%22 HTTP/1.1", "GET /?[redacted] HTTP/1.1"),
        ("/rooms/7/messages?before=3", "/rooms/7/messages?[redacted]"),
        ("/rooms/7/", "/rooms/7/"),
    ],
)
def test_what_opens_a_door_is_taken_out(line, kept):
    assert redacted(line) == kept


def test_a_finished_line_is_redacted_with_its_traceback():
    formatter = RedactingFormatter("%(message)s")
    try:
        raise ValueError("/link/abc/ and /rooms/?after=secret")
    except ValueError:
        record = logging.LogRecord(
            "uvicorn.access", logging.INFO, "", 0, '"%s %s"', ("GET", "/link/abc/"), sys.exc_info()
        )
    line = formatter.format(record)
    assert "abc" not in line
    assert "after=secret" not in line
    assert '"GET /link/[redacted]"' in line


def test_every_handler_redacts(settings):
    handlers = settings.LOGGING["handlers"].values()
    assert all(handler["formatter"] == "redacting" for handler in handlers)
