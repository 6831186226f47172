import smtplib
import ssl
from types import SimpleNamespace

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused

from customers.proof.verdicts import Outcome, judge, safe_words


def of_provider(status):
    return AnymailAPIError("no", status_code=status, response=SimpleNamespace(reason="", text=""))


def test_a_link_that_a_quoted_mail_broke_in_two_is_left_out():
    half = "QSkkVOVeu_CP3fQYQ5HyVmO9DxBHO_7iUfuWorf-7ag.-pJrFXc9"
    quoted = f"554 spam: http://localhost/link/w3df4fcb.{half}=\n{half}/ by mx.fernhill.io"
    assert safe_words(quoted) == "554 spam: [link] [token]/ by mx.fernhill.io"


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ValueError("header"), Outcome.FAILED),
        (UnicodeEncodeError("ascii", "ı", 0, 1, "no"), Outcome.FAILED),
        (smtplib.SMTPDataError(554, b"no"), Outcome.UNDELIVERABLE),
        (smtplib.SMTPDataError(452, b"full"), Outcome.LATER),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"5.1.1 no")}), Outcome.UNDELIVERABLE),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"5.7.1 no")}), Outcome.FAILED),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (530, b"who")}), Outcome.LATER),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (421, b"bye")}), Outcome.LATER),
        (smtplib.SMTPSenderRefused(553, b"no", "us"), Outcome.FAILED),
        (smtplib.SMTPSenderRefused(530, b"who", "us"), Outcome.LATER),
        (smtplib.SMTPAuthenticationError(535, b"who"), Outcome.LATER),
        (smtplib.SMTPConnectError(554, b"no"), Outcome.LATER),
        (smtplib.SMTPServerDisconnected("gone"), Outcome.LATER),
        (ssl.SSLCertVerificationError("old"), Outcome.LATER),
        (TimeoutError(), Outcome.LATER),
        (ConnectionRefusedError(), Outcome.LATER),
        (of_provider(422), Outcome.FAILED),
        (of_provider(429), Outcome.LATER),
        (of_provider(401), Outcome.LATER),
        (of_provider(503), Outcome.LATER),
        (of_provider(None), Outcome.LATER),
        (AnymailRecipientsRefused("no"), Outcome.UNDELIVERABLE),
    ],
)
def test_only_what_no_retry_can_mend_is_for_good(error, outcome):
    assert judge(error).outcome is outcome
