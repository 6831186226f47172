import pytest

from customers.routing.lookalikes import passes_for, skeleton
from customers.routing.mail_domains import canonical_name


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("\u0430cme.com", "acme.com"),
        ("\u0430\u0440\u0440\u04cf\u0435.com", "appie.com"),
        ("\u0430cm\u00e9.com", "acm\u00e9.com"),
        ("\ua731\u1d1c\u1d18\u1d18\u1d0f\u0280\u1d1b.com", "support.com"),
        ("\u1d00cme.com", "acme.com"),
        ("acme.com", ""),
        ("m\u00fcnchen.de", ""),
        ("fa\u00df.de", ""),
        ("\u043f\u0440\u0438\u043c\u0435\u0440.com", ""),
        ("\u4f8b\u5b50.com", ""),
    ],
)
def test_a_domain_that_passes_for_another_is_recognised(name, plain):
    assert passes_for(canonical_name(name)) == plain


def test_texts_that_look_alike_have_one_skeleton():
    assert skeleton("\u0410dmin") == skeleton("Admin") == "admin"
    assert skeleton("\uff21dmin") == "admin"
    assert skeleton("Ana Mar\u00eda") == "ana mar\u00eda"
    assert skeleton("\u054fupport") == skeleton("\ua731upport") == "support"
    assert skeleton("\U0001f170\U0001f153min") == "admin"
