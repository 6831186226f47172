"""Looking a proof up, at a real DNS server on loopback."""

import dns.rcode
import pytest

from customers.models import Domain, Finding
from customers.routing import txt_records
from customers.routing.txt_records import look_up, look_up_all

TOKEN = "0123456789abcdef0123456789abcdef"
VALUE = f"unknown-user={TOKEN}"


def domain(name="acme.com"):
    return Domain(name=name, proof_token=TOKEN)


@pytest.mark.parametrize("name", ["_unknown-user.acme.com", "acme.com"])
def test_the_record_stands_at_its_own_name_or_at_the_bare_domain(name_server, name):
    name_server.texts = {"acme.com": ["v=spf1 -all"], name: ["v=spf1 -all", VALUE]}
    assert look_up(domain()) == Finding.FOUND


@pytest.mark.parametrize("written", [f" {VALUE} ", f'\\"{VALUE}\\"'])
def test_blanks_and_pasted_quotation_marks_do_no_harm(name_server, written):
    name_server.texts = {"acme.com": [written]}
    assert look_up(domain()) == Finding.FOUND


@pytest.mark.parametrize(
    ("texts", "finding"),
    [
        ({}, Finding.MISSING),
        ({"acme.com": []}, Finding.MISSING),
        ({"acme.com": ["v=spf1 -all", TOKEN]}, Finding.MISSING),
        ({"acme.com": ["unknown-user=another"]}, Finding.OTHER),
        ({"acme.com": [f"{VALUE}0"]}, Finding.OTHER),
        ({"www.acme.com": [VALUE], "com": [VALUE]}, Finding.MISSING),
    ],
)
def test_anything_else_proves_nothing(name_server, texts, finding):
    name_server.texts = texts
    assert look_up(domain()) == finding


def test_a_server_that_fails_says_neither_yes_nor_no(name_server):
    name_server.rcode = dns.rcode.SERVFAIL
    assert look_up(domain()) == Finding.FAILED


def test_a_mute_server_is_given_up_in_time_for_both_names(name_server, monkeypatch):
    monkeypatch.setattr(txt_records, "TIMEOUT", 0.2)
    name_server.mute = True
    assert look_up(domain()) == Finding.FAILED
    assert set(name_server.asked) == {"_unknown-user.acme.com"}


def test_a_name_too_long_for_a_label_in_front_is_proven_at_the_bare_domain(name_server):
    long = ".".join(["a" * 60] * 4 + ["de"])
    name_server.texts = {long: [VALUE]}
    assert look_up(domain(long)) == Finding.FOUND


def test_an_international_name_is_asked_for_in_its_ascii_form(name_server):
    name_server.texts = {"_unknown-user.xn--mnchen-3ya.de": [VALUE]}
    assert look_up(domain("xn--mnchen-3ya.de")) == Finding.FOUND


def test_many_are_answered_in_their_order(name_server):
    name_server.texts = {f"d{number}.dev": [VALUE] for number in range(0, 30, 2)}
    found = look_up_all([domain(f"d{number}.dev") for number in range(30)])
    assert found == [Finding.FOUND, Finding.MISSING] * 15
