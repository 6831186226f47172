"""What a mail server answers, and what stands on the mail's row then."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.db.models.functions import Now

from customers.models import Mail, MailState
from customers.proof.mailing import compose, drop, hand_over, note
from customers.proof.verdicts import Outcome
from tests.mail_servers import send_through, slow_server, smtp_server


@pytest.fixture
def row(db):
    return Mail.objects.create(to="ana@acme.com")


def send(row):
    outcome = note(row, hand_over(lambda: compose(row, "Fernhill", "Hello", "text", "<p>t</p>")))
    row.refresh_from_db()
    return outcome


def test_a_sent_mail_is_noted_as_sent(row):
    assert send(row) is Outcome.TAKEN
    assert (row.state, row.attempts, row.error) == (MailState.SENT, 1, "")
    assert row.sent_at is not None


@pytest.mark.parametrize("answer", ["550 no such mailbox", "551 moved", "556 5.1.10 null MX"])
def test_a_refused_recipient_is_undeliverable(row, settings, answer):
    with smtp_server(answer) as server:
        send_through(settings, server.port)
        assert send(row) is Outcome.UNDELIVERABLE
    assert (row.state, row.error) == (MailState.FAILED, answer)


@pytest.mark.parametrize("answer", ["552 too much", "554 no"])
def test_a_mail_refused_for_good_is_undeliverable(row, settings, answer):
    with smtp_server(data=answer) as server:
        send_through(settings, server.port)
        assert send(row) is Outcome.UNDELIVERABLE
    assert (row.state, row.error) == (MailState.FAILED, answer)


def test_a_server_that_will_not_relay_for_us_says_nothing_about_the_address(row, settings):
    with smtp_server("554 5.7.1 relay access denied") as server:
        send_through(settings, server.port)
        assert send(row) is Outcome.FAILED
    assert row.state == MailState.FAILED


def test_a_greylisted_mail_is_tried_again(row, settings):
    with smtp_server(greylisted=1) as server:
        send_through(settings, server.port)
        assert send(row) is Outcome.LATER
        assert (row.state, row.attempts) == (MailState.RETRYING, 1)
        assert send(row) is Outcome.TAKEN
        [message] = server.messages
    assert (row.state, row.attempts, row.error) == (MailState.SENT, 2, "")
    assert row.message_id in message["Message-ID"]


def test_a_server_that_is_away_is_tried_again(row, settings):
    with smtp_server() as server:
        send_through(settings, server.port)
    assert send(row) is Outcome.LATER
    assert row.state == MailState.RETRYING


def test_after_a_day_it_is_given_up_and_says_so(row, settings):
    Mail.objects.filter(pk=row.pk).update(created_at=Now() - timedelta(hours=24, seconds=1))
    with smtp_server(greylisted=1) as server:
        send_through(settings, server.port)
        assert send(row) is Outcome.FAILED
    assert row.state == MailState.FAILED
    assert "greylisted" in row.error


def test_a_mail_that_may_have_arrived_is_sent_once_more_and_no_further(row, settings):
    with smtp_server(drops=9) as server:
        send_through(settings, server.port)
        assert [send(row), send(row)] == [Outcome.LATER, Outcome.UNSURE]
        first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert row.state == MailState.FAILED
    assert "without a word" in row.error


def test_what_a_server_quotes_of_a_mail_is_kept_without_link_and_code(row, settings):
    with smtp_server("550 spam: http://localhost/link/abc/ type 123 456 or 654321") as server:
        send_through(settings, server.port)
        send(row)
    assert row.error == "550 spam: [link] type [code] or [code]"


def test_a_mail_that_cannot_be_made_fails_at_once(row):
    Mail.objects.filter(pk=row.pk).update(to="ana@acme.com\nBcc: eve@gmail.com")
    row.refresh_from_db()
    assert send(row) is Outcome.FAILED
    assert (row.state, row.attempts) == (MailState.FAILED, 1)


def test_what_is_not_wanted_any_more_is_no_failure(row):
    drop(row)
    row.refresh_from_db()
    assert row.state == MailState.DROPPED


def test_what_is_sent_stays_sent(row):
    send(row)
    drop(row)
    row.refresh_from_db()
    assert row.state == MailState.SENT


def test_every_attempt_has_the_same_message_id(row):
    first, second = (compose(row, "Fernhill", "Hello", "t", "h").message() for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]


GREETING = b"220 here\r\n"
TLS_RECORD = b"\x16\x03\x03\x40\x00"
SLOW = {
    "mute": ([], b"", {}),
    "a byte now and then": ([], b"2", {}),
    "a byte now and then after the greeting": ([GREETING], b"2", {}),
    "TLS, a byte now and then": ([TLS_RECORD], b"\x02", {"use_ssl": True}),
    "STARTTLS, a byte now and then": (
        [GREETING, b"250-here\r\n250 STARTTLS\r\n", b"220 go\r\n", TLS_RECORD],
        b"\x02",
        {"use_tls": True},
    ),
}


@pytest.mark.catalogue("FI-10")
@pytest.mark.parametrize("kind", SLOW)
def test_no_server_holds_a_mail_beyond_its_time(row, settings, kind):
    script, dribble, options = SLOW[kind]
    with slow_server(*script, dribble=dribble) as port:
        send_through(settings, port, timeout=0.3, **options)
        assert send(row) is Outcome.LATER
    assert row.error == "TimeoutError: no answer within 0.3 seconds"


def test_half_an_answer_is_none(row, settings):
    with slow_server(GREETING, b"250 here\r\n", b"250 OK\r\n", b"550 no such mai") as port:
        send_through(settings, port, timeout=0.3)
        assert send(row) is Outcome.LATER


def test_a_server_that_is_slow_to_part_has_taken_the_mail(row, settings):
    script = [GREETING, b"250 here\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n"]
    with slow_server(*script, b"250 taken\r\n") as port:
        send_through(settings, port, timeout=0.5)
        assert send(row) is Outcome.TAKEN


def test_a_server_that_hangs_once_it_has_the_mail_may_have_taken_it(row, settings):
    script = [GREETING, b"250 here\r\n", b"250 OK\r\n", b"250 OK\r\n"]
    with slow_server(*script, b"354 go\r\n") as port:
        send_through(settings, port, timeout=0.3)
        assert send(row) is Outcome.LATER
    assert row.unconfirmed == 1


class Watching(EmailBackend):
    """Notes whether the sender holds a connection to the database while it waits."""

    held: list[bool] = []

    def send_messages(self, messages):
        self.held.append(connection.connection is not None)
        return super().send_messages(messages)


@pytest.mark.django_db(transaction=True)
def test_no_connection_to_the_database_is_held_while_a_server_takes_its_time(settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Watching"}}
    send(Mail.objects.create(to="ana@acme.com"))
    assert Watching.held == [False]
