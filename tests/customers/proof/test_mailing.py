import smtplib

import pytest

from customers.models import Mail, MailState
from customers.proof.mailing import compose, deliver, is_permanent
from tests.mail_servers import smtp_server


@pytest.fixture
def row(db):
    return Mail.objects.create(to="ana@acme.com")


def send(row):
    deliver(row, compose(row, "Fernhill", "Hello", "text", "<p>text</p>"))
    row.refresh_from_db()


def through(settings, server):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},
        }
    }


def test_a_sent_mail_is_noted_as_sent(row):
    send(row)
    assert (row.state, row.attempts, row.error) == (MailState.SENT, 1, "")


def test_a_mailbox_that_does_not_exist_is_not_tried_again(row, settings):
    with smtp_server("550 no such mailbox") as server:
        through(settings, server)
        send(row)
    assert row.state == MailState.FAILED
    assert row.error == "550 no such mailbox"


def test_a_greylisted_mail_is_tried_again(row, settings):
    with smtp_server("450 come back later") as server:
        through(settings, server)
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            send(row)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (MailState.RETRYING, 1)


def test_a_server_that_is_away_is_tried_again(row, settings):
    with smtp_server() as server:
        through(settings, server)
    with pytest.raises(OSError):
        send(row)
    row.refresh_from_db()
    assert row.state == MailState.RETRYING


def test_what_a_server_quotes_of_a_mail_is_kept_without_link_and_code(row, settings):
    with smtp_server("550 spam: http://localhost/link/abc/ type 123 456 or 654321") as server:
        through(settings, server)
        send(row)
    assert row.error == "550 spam: [link] type [code] or [code]"


def test_every_attempt_has_the_same_message_id(row):
    first, second = (compose(row, "Fernhill", "Hello", "t", "h").message() for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (ValueError("header"), True),
        (smtplib.SMTPDataError(554, b"no"), True),
        (smtplib.SMTPDataError(452, b"full"), False),
        (smtplib.SMTPAuthenticationError(535, b"who"), False),
        (TimeoutError(), False),
        (ConnectionRefusedError(), False),
    ],
)
def test_only_what_no_retry_can_mend_is_permanent(error, permanent):
    assert is_permanent(error) is permanent
