import random
from types import SimpleNamespace

from customers.proof.retries import LONGEST_WAIT, Backoff, TryAgain, wait_before

OUTAGE = 2 * 3600  # seconds
SOON = 5 * 60


def attempts_of_a_mail():
    """When a mail is tried while nothing works, in seconds from the first attempt."""
    at, number = 0, 0
    while True:
        yield at
        at += wait_before(number)
        number += 1


def test_after_two_hours_without_a_server_all_is_sent_within_five_minutes():
    for _mail in range(500):
        sent = next(at for at in attempts_of_a_mail() if at >= OUTAGE)
        assert sent <= OUTAGE + SOON


def test_waits_grow_to_a_longest_one():
    random.seed(4)
    assert wait_before(0) <= 4
    assert all(LONGEST_WAIT / 2 <= wait_before(n) <= LONGEST_WAIT for n in (6, 50, 10**6))


def test_mails_that_failed_together_do_not_come_back_together():
    assert len({wait_before(20) for _mail in range(100)}) > 20


def test_what_is_tried_again_waits_behind_what_is_new():
    again = Backoff().get_retry_decision(exception=TryAgain(), job=SimpleNamespace(attempts=0))
    assert again.priority < 0


def test_a_fault_that_another_attempt_would_repeat_is_not_tried_again():
    job = SimpleNamespace(attempts=0)
    assert Backoff().get_retry_decision(exception=ValueError(), job=job) is None
