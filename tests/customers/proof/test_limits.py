from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import F

from customers.models import LinkRequest, MagicLink, Outcome
from customers.proof.asking import Asked, TooMany, request_link
from customers.proof.limits import wait_for_calm, wait_for_ip, wait_for_widget
from tests.customers.proof.test_links import ask, at_once

NONE = timedelta(0)
HERE = "192.0.2.1"


def let_pass(seconds):
    earlier = timedelta(seconds=seconds)
    MagicLink.objects.update(requested_at=F("requested_at") - earlier)
    LinkRequest.objects.update(asked_at=F("asked_at") - earlier)


def refused(world, ip=HERE):
    """Which limit refuses a request from there; None if it was noted."""
    try:
        request_link(Asked(world.workspace, uuid4(), f"{uuid4().hex}@acme.com", ip=ip))
    except TooMany as many:
        assert many.wait > NONE
        return "network" if many.is_network else "widget"
    return None


def test_a_mailbox_gets_one_mail_a_minute(world):
    assert ask(world, "ana@acme.com")
    assert ask(world, "ana@acme.com") is None
    let_pass(60)
    assert ask(world, "ana@acme.com")


def test_what_became_of_a_request_is_noted_for_the_team_alone(world):
    ask(world, "ana@acme.com")
    ask(world, "ana@acme.com")
    outcomes = LinkRequest.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.MAILED, Outcome.LIMITED]


def test_a_refused_request_leaves_the_earlier_link_alone(world):
    first = ask(world, "ana@acme.com")
    ask(world, "ana@acme.com")
    first.refresh_from_db()
    assert first.superseded_at is None


def test_a_mailbox_gets_five_mails_an_hour_and_ten_a_day(world):
    sent = 0
    for _minute in range(8):
        sent += bool(ask(world, "ana@acme.com"))
        let_pass(61)
    assert sent == 5
    for _hour in range(4):
        let_pass(3601)
        for _minute in range(6):
            sent += bool(ask(world, "ana@acme.com"))
            let_pass(61)
    assert sent == 10


def test_spellings_of_one_mailbox_share_its_limit_over_all_workspaces(world):
    assert ask(world, "a.na@gmail.com")
    assert ask(world, "ana+x@googlemail.com", workspace=world.otter) is None


def test_mailboxes_do_not_share_a_limit(world):
    assert ask(world, "ana@acme.com")
    assert ask(world, "bob@acme.com")


def test_an_ip_that_asked_too_often_has_to_wait(world, settings):
    settings.IP_LIMITS = [(60, 2), (3600, 100)]
    assert wait_for_ip(HERE) == NONE
    assert [refused(world) for _ in range(3)] == [None, None, "network"]
    assert timedelta(seconds=50) < wait_for_ip(HERE) <= timedelta(seconds=60)
    assert wait_for_ip("192.0.2.2") == NONE
    let_pass(61)
    assert wait_for_ip(HERE) == NONE


def test_the_longest_of_the_waits_counts(world, settings):
    settings.IP_LIMITS = [(60, 1), (3600, 1)]
    refused(world)
    assert wait_for_ip(HERE) > timedelta(minutes=59)


@pytest.mark.catalogue("EM-65")
@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_from_one_ip_exactly_as_many_as_may_are_let_through(world):
    answers = at_once(lambda _number: refused(world), times=40)
    assert answers.count(None) == 20
    assert LinkRequest.objects.count() == 20


def test_a_widget_has_a_limit_of_its_own(world, settings):
    settings.WIDGET_LIMITS = [(60, 2)]
    assert [refused(world, ip=f"192.0.2.{number}") for number in range(3)] == [None, None, "widget"]
    assert wait_for_widget(world.otter) == NONE


def test_a_widget_of_which_more_than_half_is_asked_for_is_not_calm(world, settings):
    settings.WIDGET_LIMITS = [(60, 4), (3600, 100)]
    for _ in range(2):
        refused(world, ip=None)
    assert wait_for_calm(world.workspace) == NONE
    refused(world, ip=None)
    assert NONE < wait_for_calm(world.workspace) <= timedelta(seconds=60)
    let_pass(61)
    assert wait_for_calm(world.workspace) == NONE


def test_requests_are_forgotten_after_a_month(world):
    ask(world, "ana@acme.com")
    let_pass(29 * 86_400)
    assert not LinkRequest.objects.outdated().exists()
    let_pass(86_400)
    assert LinkRequest.objects.outdated().exists()
