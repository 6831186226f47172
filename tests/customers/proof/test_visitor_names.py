"""What strangers may call themselves."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from customers.models import Vendor, Workspace
from customers.proof.visitor_names import holds_web_address, passes_for_us, visitor_name
from tests.hostile import NAMES, cases

HOSTILE, IDS = cases(NAMES)
FERNHILL = Workspace(name="Fernhill Plus", vendor=Vendor(name="Fernhill"))


@pytest.mark.parametrize("case", HOSTILE, ids=IDS)
def test_a_name_of_the_catalogue(case):
    try:
        became = visitor_name(case.typed, FERNHILL)
    except ValidationError as refusal:
        became = refusal.code
    assert became == (case.shown or case.refusal)


@pytest.mark.parametrize(
    "name",
    [
        "evil.com",
        "Visit EVIL.COM now",
        "evil.co.uk/login",
        "a.evil.example",
        "router.local",
        "www.evil",
        "WWW.evil",
        "http://192.0.2.1/x",
        "evil\uff61com",
        "evil\u2024com",
        "evil\ufe52com",
        "evil\u06d4com",
        "evil(.)com",
        "evil{.}com",
        "evil [ . ] com",
        "evil[dot]com",
        "evil(DOT)com",
        "evil.\u200bcom",
        "evil\u2060.com",
        "evil.c\ufe0fom",
        "evil.\uff43\uff4f\uff4d",
        "evil.\u0441om",
        "evil.\u0440\u0444",
        "evil.com\u306e",
        "ana@evil.com",
        "t.co/abc",
    ],
)
def test_what_could_be_taken_for_a_web_address_is_no_name(name):
    with pytest.raises(ValidationError) as refusal:
        visitor_name(name, FERNHILL)
    assert refusal.value.code == "web_address"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "alert(1)",
        "{{ settings.X }}",
        "Dr. J.R. Smith",
        "Ana Maria Ph.D.",
        "Ana Berg M.Sc.",
        "J.Pe\u00f1a",
        "St. John",
        "Gal\u00b7la",
        "O'Neil-Jones",
        "Ana v2.0",
        "\u0410. \u041f\u0443\u0448\u043a\u0438\u043d",
        "\u0623\u0646\u0627",
        "Ana...",
        "Agent Smith",
        "Kim Staff",
        "Ana from Support",
        "Help",
        "Fernhill Ana",
    ],
)
def test_a_name_that_is_one_stays_as_it_was_typed(name):
    assert visitor_name(name, FERNHILL) == name


@pytest.mark.parametrize(
    "name",
    [
        "support",
        "ADMINISTRATOR",
        "Moderator",
        "Helpdesk",
        "help desk",
        "System",
        "agent",
        "The Team",
        "staff",
        "Customer Support",
        "S u p p o r t",
        "S.u.p.p.o.r.t",
        "-= Admin =-",
        "5upp0rt",
        "Adm1n",
        "Adrnin",
        "\u00c1dmin",
        "\uff21\uff44\uff4d\uff49\uff4e",
        "\u0405upport",
        "Sup\u200bport",
        "Fernhill",
        "fernhill plus",
        "Fernhi11",
        "F\u0435rnhill Support",
        "FERNHILL SUPPORT TEAM",
        "Support, Fernhill",
    ],
)
def test_what_passes_for_the_team_is_no_visitors_name(name):
    with pytest.raises(ValidationError) as refusal:
        visitor_name(name, FERNHILL)
    assert refusal.value.code == "reserved"


@pytest.mark.parametrize("vendor", ["", "\u2026", "\u4f8b\u5b50", "A", "Admin & Co."])
def test_a_vendor_of_any_name_refuses_its_own_and_few_others(vendor):
    workspace = Workspace(name=vendor, vendor=Vendor(name=vendor))
    assert passes_for_us(vendor, workspace) is any(c.isalnum() for c in vendor)
    assert not passes_for_us("Ana Mar\u00eda", workspace)


@given(st.text(max_size=90))
def test_any_text_is_a_name_or_refused(text):
    try:
        name = visitor_name(text, FERNHILL)
    except ValidationError:
        return
    assert not holds_web_address(name)
    assert visitor_name(name, FERNHILL) == name
