"""Link and code are in the mail, and nowhere that anybody could read them afterwards."""

import logging
import re
from io import StringIO

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.proof import links
from customers.proof.mailing import DONE
from customers.proof.retries import TryAgain
from customers.proof.tasks import send_link
from tests import asking
from tests.customers.proof.test_links import mailed_code, mailed_token
from tests.jobs import do_jobs
from tests.mail_servers import CODE, LINK, send_through, smtp_server
from unknown_user.log_redaction import RedactingFormatter


@pytest.fixture
def ask(world):
    return lambda: asking.ask(world)


def rows_with(*secrets):
    """Each table of the database in which one of these texts stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS every WHERE every::text LIKE ANY(%s)',
                [[f"%{secret}%" for secret in secrets]],
            )
            found += [table] * cursor.fetchone()[0]
    return found


def parts(token, code):
    """A link's token and its random part, the code as shown and as typed, and all of it as the
    database shows bytes."""
    texts = [token, token.split(".")[1], code, f"{code[:3]} {code[3:]}"]
    return texts + [text.encode().hex() for text in texts]


@pytest.mark.catalogue("AZ-25")
def test_a_dump_of_the_database_opens_nothing(ask):
    link = ask()
    do_jobs()
    assert ProcrastinateJob.objects.exists()
    assert set(rows_with(str(link.form))) == {
        "customers_linkrequest",
        "customers_magiclink",
    }  # so what is there is found
    assert rows_with(*parts(mailed_token(), mailed_code())) == []


@pytest.mark.parametrize("reply", ["554", "450"])
def test_nor_does_it_where_a_server_quotes_the_mail_that_it_refuses(ask, settings, reply):
    link = ask()
    with smtp_server(quotes=reply) as server:
        send_through(settings, server.port)
        try:
            send_link(link_id=link.pk)
        except TryAgain as error:
            assert not LINK.search(str(error))
            assert not CODE.search(str(error))
        [(token, code)] = server.quoted
    link.mail.refresh_from_db()
    assert "[link] [code]" in link.mail.error
    assert (link.mail.state in DONE) is (reply == "554")
    assert rows_with(*parts(token, code.replace(" ", ""))) == []


@pytest.mark.parametrize("place", ["link", "not-me"])
def test_a_report_of_a_fault_opens_nothing(ask, monkeypatch, place):
    ask()
    do_jobs()
    path = re.search(rf"/{place}/\S+/", mail.outbox[-1].body)[0]
    told = StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(RedactingFormatter())
    monkeypatch.setattr(logging.getLogger("django.request"), "handlers", [handler])
    monkeypatch.setattr(links, "standing", None)
    monkeypatch.setattr("helpdesk.arrival.denial.denial_of", None)
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 500
    assert "TypeError" in told.getvalue()
    token = path.split("/")[2]
    assert token not in told.getvalue()
    assert token.split(".")[1] not in told.getvalue()
    assert token not in answer.content.decode()
