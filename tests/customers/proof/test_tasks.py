"""What sending a link's mail leads to for the link and for its address."""

import re

import pytest
from django.core import mail

from customers.models import Mail, MailState, SuppressionReason
from customers.proof import links
from customers.proof.links import Standing
from customers.proof.retries import TryAgain
from customers.proof.suppressions import suppress, suppressions_of
from customers.proof.tasks import send_link
from tests import asking
from tests.customers.proof.test_links import mailed_token
from tests.jobs import do_jobs
from tests.mail_servers import send_through, smtp_server


@pytest.fixture
def ask(world):
    return lambda email="ana@acme.com": asking.ask(world, email)


def refreshed(link):
    link.refresh_from_db()
    link.mail.refresh_from_db()
    return link


@pytest.mark.catalogue("EM-48", "FI-12")
@pytest.mark.parametrize("manners", [{"refusal": "550 no"}, {"data": "552 no"}, {"data": "554 no"}])
def test_a_refused_address_gets_no_more_mail_and_its_link_opens_nothing(
    ask, world, settings, manners
):
    link = ask()
    with smtp_server(**manners) as server:
        send_through(settings, server.port)
        for _again in range(2):
            send_link(link_id=link.pk)
        assert server.asked == 1
    [stopped] = suppressions_of(world.workspace, "ana@acme.com")
    assert stopped.reason == SuppressionReason.BOUNCED
    assert stopped.detail in {"550 no", "552 no", "554 no"}
    assert links.mint(refreshed(link)) is None
    assert link.mail.words == "undeliverable"


def test_a_server_that_will_not_have_us_stops_nobodys_mail(ask, world, settings):
    link = ask()
    with smtp_server("550 5.7.1 your network is on a list") as server:
        send_through(settings, server.port)
        send_link(link_id=link.pk)
    assert refreshed(link).mail.state == MailState.FAILED
    assert not suppressions_of(world.workspace, "ana@acme.com").exists()


def test_each_attempt_makes_link_and_code_anew_and_the_last_one_opens(ask, settings):
    link = ask()
    with smtp_server(drops=1) as server:
        send_through(settings, server.port)
        with pytest.raises(TryAgain):
            send_link(link_id=link.pk)
        before = bytes(refreshed(link).token_hash)
        send_link(link_id=link.pk)
        first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert bytes(refreshed(link).token_hash) != before
    assert links.standing(link) == Standing.REDEEMABLE
    assert link.mail.state == MailState.SENT


def test_what_the_job_raises_says_neither_link_nor_code(ask, settings):
    link = ask()
    with smtp_server("450 spam? http://localhost/link/abc/ type 123 456") as server:
        send_through(settings, server.port)
        with pytest.raises(TryAgain, match=r"450 spam\? \[link\] type \[code\]") as raised:
            send_link(link_id=link.pk)
    assert raised.value.__cause__ is raised.value.__context__ is None


def test_attempts_end_where_mail_to_the_address_is_stopped_meanwhile(ask, world):
    link = ask()
    suppress(world.workspace, "ana@acme.com", SuppressionReason.NOT_ME)
    do_jobs()
    assert mail.outbox == []
    assert refreshed(link).mail.state == MailState.DROPPED
    assert links.standing(link) == Standing.STOPPED


@pytest.mark.catalogue("FI-14")
def test_a_poisoned_row_fails_once_and_those_behind_it_go_out(ask):
    poisoned = ask("zoe@acme.com")
    others = [ask(f"p{number}@acme.com") for number in range(20)]
    Mail.objects.filter(pk=poisoned.mail_id).update(to="zoe\n@acme.com")
    do_jobs()
    assert sorted(to for sent in mail.outbox for to in sent.to) == sorted(
        link.person.email for link in others
    )
    assert (refreshed(poisoned).mail.state, poisoned.mail.attempts) == (MailState.FAILED, 1)


def test_a_link_that_a_newer_one_overtook_is_not_mailed(ask, settings):
    settings.MAILBOX_LIMITS = [(60, 100)]
    old, new = ask(), ask()
    do_jobs()
    assert len(mail.outbox) == 1
    assert refreshed(old).mail.state == MailState.DROPPED
    assert links.find_link(mailed_token()) == new


OWN = re.compile(
    rb"(?<=/link/)[^/]+|(?<=/not-me/)[^/]+|\b\d{3} \d{3}\b"
    rb"|(?<=Message-ID: <)\w+|(?<=Date: ).+|=+\d{19}=="
)


@pytest.mark.parametrize("name", ["Ana María", '"Bank Support <secure@bank.com>"', "{{7*7}}"])
def test_a_mail_is_the_same_to_the_byte_whatever_name_was_typed(world, settings, name):
    settings.MAILBOX_LIMITS = [(60, 100)]
    for typed in ("", name):
        asking.ask(world, name=typed)
        do_jobs()
    without, named = (OWN.sub(b"", message.message().as_bytes()) for message in mail.outbox)
    assert named == without
    assert len(without) > 1000
