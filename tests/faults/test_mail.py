"""Mail servers that are away or hang, and workers that are killed: all mail arrives."""

import random
import time
from collections import Counter
from contextlib import contextmanager

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.models import MagicLink, Mail, MailState
from customers.proof import links
from tests import asking
from tests.faults.redis_servers import redis_server
from tests.faults.waiting import wait_until
from tests.mail_servers import LINK, smtp_server
from tests.servers import Worker, free_port
from tests.world import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BATCH = 200
KILLS = 10
LEASE = 60  # seconds in which a killed worker's mail is taken up again


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def ask(world):
    """A function that asks for a link to an address. Returns its mail."""
    return lambda email: asking.ask(world, email).mail


@contextmanager
def workers(port, number=1):
    """Workers in processes of their own, that mail through this port."""
    with redis_server() as redis:
        running = [
            Worker(EMAIL_URL=f"smtp://127.0.0.1:{port}", REDIS_URL=redis.url).start()
            for _ in range(number)
        ]
        try:
            yield running
        finally:
            for worker in running:
                worker.kill()


def all_sent():
    return not Mail.objects.exclude(state=MailState.SENT).exists()


def addressees(server):
    return sorted(message["To"] for message in server.messages)


def tokens_of(server):
    bodies = (message.get_body(("plain",)).get_content() for message in server.messages)
    return [LINK.search(body)[1] for body in bodies]


@pytest.mark.catalogue("FI-10")
@pytest.mark.catalogue("FI-09")
def test_what_no_server_takes_waits_until_one_is_back(ask):
    mails, port = [ask(f"p{number}@acme.com") for number in range(5)], free_port()
    with workers(port):
        wait_until(lambda: not Mail.objects.exclude(state=MailState.RETRYING).exists(), 20)
        with smtp_server(port=port) as server:
            wait_until(all_sent, 60)
            assert addressees(server) == [mail.to for mail in mails]
            assert all(links.find_link(token) for token in tokens_of(server))


def test_servers_that_hang_hold_up_nobody_elses_mail(ask):
    for number in range(15):
        ask(f"slow{number}@hanging.io")
    with smtp_server(hangs="slow") as server, workers(server.port):
        wait_until(lambda: server.asked >= 15, 20)
        began = time.monotonic()
        for number in range(20):
            ask(f"p{number}@acme.com")
        wait_until(lambda: len(server.messages) == 20, 10)
        assert time.monotonic() - began < 10
        wait_until(lambda: Mail.objects.filter(state=MailState.RETRYING).count() == 15, 40)


@pytest.mark.catalogue("FI-13")
@pytest.mark.catalogue("FI-11")
def test_a_greylisted_mail_arrives_once(ask):
    with smtp_server(greylisted=2) as server, workers(server.port):
        mail = ask("ana@acme.com")
        wait_until(all_sent, 40)
    [message] = server.messages
    assert mail.message_id in message["Message-ID"]
    mail.refresh_from_db()
    assert mail.attempts == 3


def test_a_mail_whose_server_hung_up_arrives_twice_at_most_and_one_link_opens(ask):
    with smtp_server(drops=1) as server, workers(server.port):
        ask("ana@acme.com")
        wait_until(all_sent, 40)
        assert len({message["Message-ID"] for message in server.messages}) == 1
        first, second = tokens_of(server)
    assert links.find_link(first) is None
    assert links.redeem(links.find_link(second))


def in_flight():
    """The ids of the links that workers are mailing at this moment."""
    doing = ProcrastinateJob.objects.filter(status="doing", task_name__endswith="send_link")
    return {args["link_id"] for args in doing.values_list("args", flat=True)}


@pytest.mark.catalogue("FI-15")
def test_workers_that_are_killed_again_and_again_lose_no_mail(ask, settings):
    settings.WIDGET_LIMITS = [(60, BATCH)]
    for number in range(BATCH):
        ask(f"p{number}@acme.com")
    at_risk: set[int] = set()
    with smtp_server(takes=2) as server, workers(server.port, number=2) as running:
        wait_until(lambda: server.messages, 20)
        for _ in range(KILLS):
            time.sleep(random.uniform(0.2, 1.2))
            killed = random.choice(running)
            at_risk |= in_flight()
            killed.kill()
            at_risk |= in_flight()
            killed.start()
        wait_until(all_sent, LEASE + 20)
        copies = Counter(message["To"] for message in server.messages)
        doubled = {to for to, number in copies.items() if number > 1}
        ids = {(message["To"], message["Message-ID"]) for message in server.messages}
    assert len(copies) == len(ids) == BATCH
    risked = MagicLink.objects.filter(pk__in=at_risk)
    assert doubled <= set(risked.values_list("person__email", flat=True))
