"""The six digits of a link's mail."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from customers.models import MagicLink, Person
from customers.models.magic_link import MOST_CODE_TRIES
from customers.proof import codes, links
from customers.proof.codes import redeem_by_code
from tests.customers.proof.test_links import ask, at_once, mailed_code
from tests.jobs import do_jobs


@pytest.fixture(autouse=True)
def _no_limits(settings):
    settings.MAILBOX_LIMITS = [(60, 1000)]


@pytest.fixture
def link(world):
    link = ask(world)
    do_jobs()
    link.refresh_from_db()
    return link


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06}"


def tries(link):
    link.refresh_from_db()
    return link.code_tries


def test_the_right_code_spends_the_link_and_proves_the_mailbox(world, link):
    redeemed = redeem_by_code(world.workspace, link.form, mailed_code())
    assert redeemed == link
    assert redeemed.redeemed_at is not None
    assert Person.objects.proven().get().email == "ana@acme.com"
    assert not links.redeem(link)


def test_a_code_opens_once(world, link):
    code = mailed_code()
    assert redeem_by_code(world.workspace, link.form, code)
    assert redeem_by_code(world.workspace, link.form, code) is None


def test_a_used_link_ends_its_code(world, link):
    assert links.redeem(link)
    assert redeem_by_code(world.workspace, link.form, mailed_code()) is None


def test_a_wrong_code_opens_nothing_and_costs_a_try(world, link):
    assert redeem_by_code(world.workspace, link.form, other_than(mailed_code())) is None
    assert tries(link) == 1
    assert Person.objects.proven().count() == 0


def test_the_last_try_may_be_the_right_one_and_there_is_none_after_it(world, link):
    code = mailed_code()
    for _ in range(MOST_CODE_TRIES - 1):
        redeem_by_code(world.workspace, link.form, other_than(code))
    assert redeem_by_code(world.workspace, link.form, code)


def test_after_five_tries_even_the_right_code_opens_nothing_but_the_link_does(world, link):
    code = mailed_code()
    for _ in range(MOST_CODE_TRIES):
        assert redeem_by_code(world.workspace, link.form, other_than(code)) is None
    assert redeem_by_code(world.workspace, link.form, code) is None
    assert tries(link) == MOST_CODE_TRIES
    assert links.redeem(link)


@pytest.mark.parametrize(
    "way", ["{} {}", "{}-{}", " {}{} ", "{}\u00a0{}", "{}\u2013{}", "{}\u3000{}\r\n", "-{}  {}-"]
)
def test_spaces_and_dashes_are_no_part_of_a_code(world, link, way):
    code = mailed_code()
    assert redeem_by_code(world.workspace, link.form, way.format(code[:3], code[3:]))


def test_full_width_digits_are_digits(world, link):
    wide = "".join(chr(ord("\uff10") + int(digit)) for digit in mailed_code())
    assert redeem_by_code(world.workspace, link.form, wide)


@pytest.mark.parametrize(
    "typed",
    ["", "12345", "1234567", "12345a", "+12345", "1_2345", "١٢٣٤٥٦", "¹²³⁴⁵⁶", "123\x00456"]
    + ["12345 6" + " " * 40, "9" * 100_000, "123.456"],
)
def test_what_can_be_no_code_costs_no_try(world, link, typed):
    assert redeem_by_code(world.workspace, link.form, typed) is None
    assert tries(link) == 0


def test_the_code_works_only_for_the_form_that_asked(world, link):
    assert redeem_by_code(world.workspace, uuid4(), mailed_code()) is None
    assert tries(link) == 0


def test_the_code_of_another_form_opens_nothing(world, link):
    theirs = ask(world, "bob@birch.io")
    do_jobs()
    assert redeem_by_code(world.workspace, link.form, mailed_code()) is None
    assert redeem_by_code(world.workspace, theirs.form, mailed_code()).person == theirs.person


def test_a_stranger_workspace_neither_opens_it_nor_spends_its_tries(world, link):
    assert redeem_by_code(world.otter, link.form, mailed_code()) is None
    assert tries(link) == 0


def test_an_expired_code_opens_nothing_but_the_link_does(world, settings):
    settings.CODE_LIFETIME = 0
    link = ask(world)
    do_jobs()
    assert redeem_by_code(world.workspace, link.form, mailed_code()) is None
    assert tries(link) == 0
    assert links.redeem(link)


def test_a_code_lives_as_long_as_the_settings_say(world, settings):
    settings.CODE_LIFETIME = 120
    link = ask(world)
    do_jobs()
    link.refresh_from_db()
    assert (link.expires_at - link.code_expires_at).total_seconds() == settings.LINK_LIFETIME - 120


def test_a_newer_link_ends_the_older_ones_code(world, link):
    code = mailed_code()
    ask(world)
    assert redeem_by_code(world.workspace, link.form, code) is None
    assert tries(link) == 0


def test_a_link_that_is_void_has_no_code(world, link):
    links.void(link)
    assert redeem_by_code(world.workspace, link.form, mailed_code()) is None
    link.refresh_from_db()
    assert link.code_hash is None


def test_a_code_that_is_not_mailed_yet_is_none(world):
    link = ask(world)
    assert redeem_by_code(world.workspace, link.form, "000000") is None
    assert tries(link) == 0


def test_another_attempt_at_the_mail_has_another_code_and_no_more_tries(world, link):
    first = mailed_code()
    redeem_by_code(world.workspace, link.form, other_than(first))
    minted = links.mint(link)
    assert tries(link) == 1
    if minted.code != first:
        assert redeem_by_code(world.workspace, link.form, first) is None
    assert redeem_by_code(world.workspace, link.form, minted.code)


def test_equal_codes_of_two_forms_have_unequal_hashes_that_the_key_alone_makes(settings):
    form, other = uuid4(), uuid4()
    before = codes._hashed(form, "123456")
    assert before != codes._hashed(other, "123456")
    settings.SECRET_KEY = "another" * 10
    assert before != codes._hashed(form, "123456")


def test_the_code_is_in_no_row_and_no_job(world, link):
    code = mailed_code()
    rows = [MagicLink.objects.values(), ProcrastinateJob.objects.values()]
    assert code not in re.sub(r"[^0-9a-z]", "", str([list(found) for found in rows]))
    assert bytes(link.code_hash) != code.encode()


def test_what_is_minted_doesnt_print_itself(world):
    minted = links.mint(ask(world))
    assert minted.code not in repr(minted)
    assert minted.token not in repr(minted)


def test_the_code_stands_once_in_each_part_of_the_mail(world, link):
    [sent] = mail.outbox
    parts = [sent.subject, sent.body, sent.alternatives[0].content]
    found = [re.findall(r"\b\d{3} ?\d{3}\b", part) for part in parts]
    assert found[0] == []
    assert found[1] == found[2] == [codes.shown(mailed_code())]


def test_the_code_is_the_last_of_its_line(world, link):
    [line] = [line for line in mail.outbox[0].body.splitlines() if "code where" in line]
    assert re.fullmatch(r"Or type this code where you asked: \d{3} \d{3}", line)


def test_the_mail_says_how_long_link_and_code_work(world, link):
    assert "the link for 30 minutes, the code for 10" in mail.outbox[0].body


def test_codes_are_six_digits_with_their_noughts(monkeypatch):
    monkeypatch.setattr("customers.proof.codes.secrets.randbelow", lambda _most: 42)
    assert codes.mint_code(uuid4())[0] == "000042"


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_once_five_are_compared(world, link):
    right = mailed_code()
    wrong = [f"{(int(right) + 1 + number) % 10**6:06}" for number in range(20)]
    at_once(lambda number: redeem_by_code(world.workspace, link.form, wrong[number]))
    assert tries(link) == MOST_CODE_TRIES


@pytest.mark.django_db(transaction=True)
def test_of_many_right_codes_at_once_one_wins(world, link):
    code = mailed_code()
    wins = at_once(lambda _number: redeem_by_code(world.workspace, link.form, code))
    assert len([win for win in wins if win]) == 1


@pytest.mark.django_db(transaction=True)
def test_code_and_link_at_once_have_one_winner(world, link):
    code = mailed_code()

    def use(number):
        if number % 2:
            return links.redeem(link)
        return redeem_by_code(world.workspace, link.form, code) is not None

    assert sorted(at_once(use)) == [False] * 19 + [True]


@pytest.mark.django_db(transaction=True)
def test_a_caller_that_fails_afterwards_leaves_link_and_tries_as_they_were(world, link):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert redeem_by_code(world.workspace, link.form, mailed_code())
        raise ZeroDivisionError
    assert tries(link) == 0
    assert redeem_by_code(world.workspace, link.form, mailed_code())
