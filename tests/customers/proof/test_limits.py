from datetime import timedelta
from uuid import uuid4

from django.db.models import F

from customers.models import MagicLink
from customers.proof.asking import LinkRequest, request_link
from customers.proof.limits import wait_for_ip


def ask(world, address, workspace=None, ip=None):
    return request_link(LinkRequest(workspace or world.workspace, uuid4(), address, ip=ip))


def let_pass(seconds):
    MagicLink.objects.update(requested_at=F("requested_at") - timedelta(seconds=seconds))


def test_a_mailbox_gets_one_mail_a_minute(world):
    assert ask(world, "ana@acme.com")
    assert ask(world, "ana@acme.com") is None
    let_pass(60)
    assert ask(world, "ana@acme.com")


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
    settings.IP_LIMITS = [(60, 2)]
    for address in ("ana@acme.com", "bob@acme.com"):
        assert wait_for_ip("192.0.2.1") == timedelta(0)
        ask(world, address, ip="192.0.2.1")
    assert timedelta(seconds=50) < wait_for_ip("192.0.2.1") <= timedelta(seconds=60)
    assert wait_for_ip("192.0.2.2") == timedelta(0)
    let_pass(61)
    assert wait_for_ip("192.0.2.1") == timedelta(0)
