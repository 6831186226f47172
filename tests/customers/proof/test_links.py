"""The life of a magic link."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.models import LinkRequest, MagicLink, MailState, Person
from customers.proof import links
from customers.proof.asking import Asked, FormAnswered, request_link
from customers.proof.links import Standing
from tests.asking import ask
from tests.jobs import do_jobs


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.MAILBOX_LIMITS = [(60, 1000)]


def mailed_token():
    return re.search(r"/link/([^/]+)/", mail.outbox[-1].body)[1]


def mailed_code():
    return re.search(r"\b\d{3} ?\d{3}\b", mail.outbox[-1].body)[0].replace(" ", "")


def ask_and_read(world, address="ana@acme.com", **given):
    ask(world, address, **given)
    do_jobs()
    return links.find_link(mailed_token())


def test_the_mail_has_its_link_alone_on_a_line_and_below_it_the_one_that_stops_mails(world):
    ask(world)
    do_jobs()
    [sent] = mail.outbox
    urls = [line for line in sent.body.splitlines() if "://" in line]
    assert sent.to == ["ana@acme.com"]
    assert len(urls) == 2
    assert re.fullmatch(r"http://localhost:\d+/link/[^/\s]+/", urls[0])
    assert re.fullmatch(r"http://localhost:\d+/not-me/[^/\s]+/", urls[1])
    assert sent.alternatives[0].mimetype == "text/html"
    assert sent.alternatives[0].content.count("://") == 2


def test_no_word_that_a_visitor_typed_is_in_the_mail(world):
    ask(world, name="Your account is locked, visit evil.example")
    do_jobs()
    [sent] = mail.outbox
    assert "locked" not in sent.message().as_string() + sent.alternatives[0].content


def test_the_mail_says_that_a_program_sent_it(world):
    ask(world)
    do_jobs()
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_link_that_is_not_committed_is_never_mailed(world):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(world)
        raise ZeroDivisionError
    assert ProcrastinateJob.objects.count() == 0


def test_the_token_is_stored_as_a_hash_and_in_no_job(world):
    link = ask_and_read(world)
    token = mailed_token()
    assert bytes(link.token_hash).hex() not in token
    jobs = ProcrastinateJob.objects.order_by("pk").values_list("args", flat=True)
    assert list(jobs) == [{"request_id": LinkRequest.objects.get().pk}, {"link_id": link.pk}]


def test_a_sent_mail_says_so(world):
    link = ask_and_read(world)
    assert link.mail.state == MailState.SENT
    assert link.mail.sent_at is not None


def test_a_link_is_minted_for_one_that_is_unspent_alone(world):
    link = ask_and_read(world)
    links.redeem(link)
    assert links.mint(link) is None


def test_redeeming_proves_the_mailbox(world):
    link = ask_and_read(world)
    assert Person.objects.proven().count() == 0
    assert links.redeem(link)
    assert Person.objects.proven().get().email == "ana@acme.com"


def test_a_link_is_redeemed_once(world):
    link = ask_and_read(world)
    assert [links.redeem(link) for _ in range(3)] == [True, False, False]
    assert links.standing(links.find_link(mailed_token())) == Standing.USED


def test_a_newer_link_supersedes(world):
    old = ask_and_read(world)
    new = ask_and_read(world)
    old.refresh_from_db()
    assert links.standing(old) == Standing.SUPERSEDED
    assert not links.redeem(old)
    assert links.redeem(new)


def test_an_expired_link_opens_nothing(world, settings):
    settings.LINK_LIFETIME = 0
    link = ask_and_read(world)
    assert links.standing(link) == Standing.EXPIRED
    assert not links.redeem(link)


def test_a_link_lives_from_when_it_is_mailed(world):
    ask(world)
    MagicLink.objects.update(requested_at=Now() - timedelta(hours=5))
    do_jobs()
    assert links.redeem(links.find_link(mailed_token()))


@pytest.mark.parametrize("damage", [lambda t: t[:-3], lambda t: t + "x", lambda t: t.swapcase()])
def test_a_damaged_token_finds_nothing(world, damage):
    ask_and_read(world)
    assert links.find_link(damage(mailed_token())) is None


def test_one_form_is_one_request(world):
    asked = Asked(world.workspace, uuid4(), "ana@acme.com")
    for _twice in range(2):
        request_link(asked)
    do_jobs()
    assert LinkRequest.objects.count() == MagicLink.objects.count() == len(mail.outbox) == 1


def test_one_address_in_two_workspaces_is_two_people_with_a_link_each(world):
    here = ask_and_read(world)
    there = ask_and_read(world, workspace=world.otter)
    assert here.person != there.person
    assert links.redeem(here)
    assert links.redeem(there)


def test_a_typed_name_is_somebodys_only_once_they_come(world):
    ask(world, name="Mallory")
    assert Person.objects.get().name == ""
    MagicLink.objects.update(requested_at=Now() - timedelta(hours=1))
    links.redeem(ask_and_read(world, name="Ana"))
    assert Person.objects.get().name == "Ana"


def test_nobody_renames_whom_others_have_named(world):
    person = world.person("ana@acme.com", "Ana Real")
    links.redeem(ask_and_read(world, name="Mallory"))
    person.refresh_from_db()
    assert person.name == "Ana Real"


def test_a_name_that_another_request_typed_is_not_theirs(world):
    ask(world, name="Ima Thief")
    MagicLink.objects.update(requested_at=Now() - timedelta(hours=1))
    links.redeem(ask_and_read(world))
    assert Person.objects.get().name == ""


def test_a_proven_person_keeps_their_name(world):
    link = ask_and_read(world, name="Ana")
    links.redeem(link)
    ask(world, name="Somebody Else")
    assert Person.objects.get().name == "Ana"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_redeem_at_once_one_wins(world):
    link = ask_and_read(world)
    wins = at_once(lambda _number: links.redeem(link))
    assert sorted(wins) == [False] * 19 + [True]


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_at_once_for_many_addresses_is_one_request(world):
    form = uuid4()

    def ask_for(number):
        try:
            request_link(Asked(world.workspace, form, f"p{number}@acme.com"))
        except FormAnswered:
            return False
        return True

    assert sorted(at_once(ask_for)) == [False] * 19 + [True]


def at_once(act, times=20):
    """What ``act`` returns in each of so many threads, given their numbers."""

    def in_thread(number):
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(in_thread, range(times)))
