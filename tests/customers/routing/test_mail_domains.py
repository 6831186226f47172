import pytest
from django.core.exceptions import ValidationError

from customers.routing.mail_domains import MailDomain, ancestors, shown
from customers.routing.typed_domains import mail_domain


@pytest.mark.parametrize(
    ("typed", "code", "suggested"),
    [
        ("", "empty", ""),
        ("https://acme.com/x", "url", "acme.com"),
        ("acme.com/contact", "url", "acme.com"),
        ("ana@acme.com", "address", "acme.com"),
        ("@acme.com", "address", "acme.com"),
        ("acme.com:443", "port", "acme.com"),
        ("co.uk", "public_suffix", "co.uk"),
        ("github.io", "public_suffix", "github.io"),
        ("com", "not_a_domain", "com"),
        ("gmail.com", "free_mail", "gmail.com"),
        ("hey.com", "free_mail", "hey.com"),
        ("zoho.com.au", "free_mail", "zoho.com.au"),
        ("x.addy.io", "free_mail", "addy.io"),
        ("groups.google.com", "free_mail", "groups.google.com"),
        ("onmicrosoft.com", "public_suffix", "onmicrosoft.com"),
        ("acme.local", "reserved", "acme.local"),
        ("127.0.0.1", "not_a_domain", "127.0.0.1"),
        ("ac_me.com", "not_a_domain", "ac_me.com"),
        ("-acme.com", "not_a_domain", "-acme.com"),
        ("a" * 64 + ".com", "not_a_domain", "aaa"),
        ("acme..com", "not_a_domain", "acme..com"),
        ("two words.com", "not_a_domain", "two words.com"),
        ("<script>alert(1)</script>.com", "not_a_domain", "<script>"),
    ],
)
def test_what_is_no_domain_is_refused_with_what_to_do(typed, code, suggested):
    with pytest.raises(ValidationError) as refusal:
        mail_domain(typed)
    assert refusal.value.code == code
    assert suggested in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("acme.com", MailDomain("acme.com")),
        ("  ACME.com ", MailDomain("acme.com")),
        ("*.acme.com", MailDomain("acme.com", with_subdomains=True)),
        ("münchen.de", MailDomain("xn--mnchen-3ya.de")),
        ("xn--mnchen-3ya.de", MailDomain("xn--mnchen-3ya.de")),
        ("faß.de", MailDomain("xn--fa-hia.de")),
        ("acme.onmicrosoft.com", MailDomain("acme.onmicrosoft.com")),
        ("acme.co.uk", MailDomain("acme.co.uk")),
    ],
)
def test_a_domain_has_one_spelling(typed, canonical):
    assert mail_domain(typed) == canonical


def test_an_international_domain_is_shown_in_both_forms():
    assert shown("xn--mnchen-3ya.de") == "münchen.de (xn--mnchen-3ya.de)"
    assert shown("acme.com") == "acme.com"


def test_the_top_level_is_nobodys_ancestor():
    assert ancestors("x.eu.acme.com") == ["x.eu.acme.com", "eu.acme.com", "acme.com"]
