"""What strangers may call themselves."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from customers.models import Vendor, Workspace
from customers.proof.reserved_names import passes_for_us
from customers.proof.visitor_names import holds_web_address, visitor_name
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
        "evil.\u200dcom",
        "evil\u200c.com",
        "evil.c\ufe0fom",
        "evil.c\u0336om",
        "evi\u0336l.c\u0323\u20dd\u0336om",
        "e\u0301vil.co\u0301m",
        "evil\u2027com",
        "evil\u2022com",
        "evil\u00b7com",
        "evil\u0387com",
        "evil\u00b7link",
        "evil\u30fbcom",
        "evil\uff65com",
        "evil\u22c5com",
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
        "Marcel\u00b7l\u00ed",
        "\u30a2\u30f3\u30ca\u30fb\u30de\u30ea\u30a2",
        "Ana \u2022 Acme",
        "Anna Teamer",
        "Grace Agent-Smith",
        "Anna Support-Meyer",
        "Abbot",
        "Agent Orange",
        "McAgent",
        "Anna 7",
        "Anna \U0001f600",
        "7",
        "\U0001f600",
        "!!!",
        "\U0001f1e9\U0001f1ea Anna",
        "Inc",
        "Live",
        "S. Upton",
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
        "Sup\u200dport",
        "Support!",
        "!Support",
        "Admin|",
        "Support@",
        "$upport$",
        "Fernhill!",
        "Fernhill Support!",
        "Support@Fernhill",
        "Support 1",
        "Support24",
        "24support",
        "5upp0rt24",
        "Agent 7",
        "Agent \u0667",
        "Support\u0663",
        "Support \u2122",
        "Support\u2122",
        "Fernhill\u00ae",
        "\u2713 Support \u2713",
        "\U0001f6e1\ufe0f Support",
        "Support \U0001f1e9\U0001f1ea",
        "Live Agent",
        "LiveAgent",
        "Billing Team",
        "Customer Care",
        "Fernhill Inc",
        "Fernhill Inc.",
        "Fernhill GmbH Support",
        "Fernhill Plus Support",
        "FernhillSupport",
        "\u054fupport",
        "\u054fUPPORT",
        "\u13daupport",
        "\ua731\u1d1c\u1d18\u1d18\u1d0f\u0280\u1d1b",
        "\U0001f170dmin",
        "\U0001f150\U0001f153\U0001f15c\U0001f158\U0001f15d",
        "\u24b6dmin",
        "\U0001f1f8\U0001f1fa\U0001f1f5\U0001f1f5\U0001f1f4\U0001f1f7\U0001f1f9",
        "S\u0336u\u0336p\u0336p\u0336o\u0336r\u0336t\u0336",
        "Supp\u0366ort",
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


@pytest.mark.parametrize(
    ("vendor", "name"),
    [
        ("Fernhill GmbH", "Fernhill"),
        ("Studio 54", "Studio 54 Support"),
        ("Studio 54", "studio54"),
        ("Anna Berg Ltd", "Anna Berg Team"),
    ],
)
def test_a_vendors_name_passes_for_it_without_its_legal_form(vendor, name):
    assert passes_for_us(name, Workspace(name="Help", vendor=Vendor(name=vendor)))


@pytest.mark.parametrize("name", ["Anna", "Berg", "Anna Bergmann", "Berg Support"])
def test_a_part_of_a_vendors_name_is_anybodys(name):
    assert not passes_for_us(name, Workspace(name="Help", vendor=Vendor(name="Anna Berg Ltd")))


@given(st.text(max_size=90))
def test_any_text_is_a_name_or_refused(text):
    try:
        name = visitor_name(text, FERNHILL)
    except ValidationError:
        return
    assert not holds_web_address(name)
    assert visitor_name(name, FERNHILL) == name
