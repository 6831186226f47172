"""Hostile input of the catalogue's areas email and name, by its id, and what each has to lead to.

A sample: the rules are tested beside it, with more of the same kinds.
"""

from typing import NamedTuple

LONG = "a" * 64
THREE = f"{'b' * 61}.{'c' * 61}.{'d' * 62}"


class Address(NamedTuple):
    """What is typed; the canonical address, or the code of the refusal."""

    typed: str
    canonical: str = ""
    refusal: str = "invalid"


class Name(NamedTuple):
    """What is typed; as it is shown, or the code of the refusal."""

    typed: str
    shown: str = ""
    refusal: str = ""


# The rows whose answer depends on more than the address (who is known where, which domain is
# whose) are in tests/customers/routing.
ADDRESSES: dict[str, list[Address]] = {
    "EM-01": [Address("ana@acme.com", "ana@acme.com")],
    "EM-03": [Address("  ana@acme.com\t", "ana@acme.com")],
    "EM-05": [
        Address("a.n.a@gmail.com", "a.n.a@gmail.com"),
        Address("ana@googlemail.com", "ana@googlemail.com"),
    ],
    "EM-06": [Address("ana@acme.com.")],
    "EM-08": [Address("ana@.acme.com"), Address("ana@acme..com")],
    "EM-10": [Address('"ana@evil.com"@acme.com')],
    "EM-11": [Address("ana@acme.com@evil.com")],
    "EM-13": [Address("Ana <ana@acme.com>")],
    "EM-15": [Address("ana@acme.com%0aBcc:v@x.com")],
    "EM-16": [Address("ana\0@acme.com"), Address("ana@acme.com\0")],
    "EM-18": [Address("ana@acme.com\u200b")],
    "EM-20": [Address("ana@acme\u00adx.com")],
    "EM-21": [Address("ana@\uff41\uff43\uff4d\uff45.com", "ana@acme.com")],
    "EM-23": [Address("ana@\u212aelvin.com", "ana@kelvin.com")],
    "EM-25": [
        Address("AN\u0130@acme.com", refusal="international"),
        Address("a\u017f@acme.com", refusal="international"),
    ],
    "EM-26": [Address("m\u0131ke@acme.com", refusal="international")],
    "EM-28": [Address("\u7528\u6237@\u4f8b\u5b50.\u5e7f\u544a", refusal="international")],
    "EM-30": [Address("ana@xn--80ak6aa92e.com", "ana@xn--80ak6aa92e.com")],
    "EM-31": [Address("ana@\u0430cme.com", "ana@xn--cme-5cd.com")],
    "EM-33": [Address("=?utf-8?q?ana?=@acme.com")],
    "EM-35": [Address("ana%evil.com@acme.com"), Address("evil.com!ana@acme.com")],
    "EM-36": [
        Address("{{7*7}}@acme.com", "{{7*7}}@acme.com"),
        Address("${7*7}@acme.com", "${7*7}@acme.com"),
        Address("ana@acme.com{{7*7}}"),
    ],
    "EM-38": [Address("<script>alert(1)</script>@acme.com")],
    "EM-40": [Address("ana@localhost"), Address("ana@acme"), Address("ana@com")],
    "EM-41": [Address("ana@[127.0.0.1]"), Address("ana@[IPv6:::1]"), Address("ana@127.0.0.1")],
    "EM-43": [Address(f"{LONG}@acme.com", f"{LONG}@acme.com"), Address(f"{LONG}a@acme.com")],
    "EM-45": [Address(f"{LONG}@{THREE}.com")],
    "EM-50": [Address("ana@mailinator.com", "ana@mailinator.com")],
    "EM-53": [Address("ana@a.b.acme.com", "ana@a.b.acme.com")],
    "EM-58": [
        Address(f"{mailbox}@acme.com", f"{mailbox}@acme.com")
        for mailbox in ("postmaster", "abuse", "mailer-daemon", "noreply")
    ],
    "EM-60": [Address("support+1@localhost.example", refusal="own")],
    "EM-61": [Address("", refusal="empty"), Address("42"), Address("[]"), Address("{}")],
}

NAMES: dict[str, list[Name]] = {
    "NM-01": [Name("Ana Mar\u00eda", "Ana Mar\u00eda")],
    "NM-03": [
        Name(
            "Your account is locked, visit http://evil.example/login",
            refusal="web_address",
        )
    ],
    "NM-05": [
        Name("evil\u3002example", refusal="web_address"),
        Name("evil\uff0eexample", refusal="web_address"),
        Name("evil[.]example", refusal="web_address"),
    ],
    "NM-06": [Name("Click @evil.https.www.evil.com", refusal="web_address")],
    "NM-08": [
        Name(f"Ana{line_end}Bcc: v@x.com", refusal="unfit")
        for line_end in ("\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029")
    ],
    "NM-10": [Name('"Bank Support <secure@bank.com>"', refusal="web_address")],
    "NM-11": [Name("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>")],
    "NM-13": [
        Name(literal, literal)
        for literal in ("{{ settings.SECRET_KEY }}", "{% debug %}", "${jndi:ldap://x}")
    ],
    "NM-15": [Name("A\0na", refusal="unfit")],
    "NM-16": [Name("x" * 81, refusal="too_long"), Name("x" * 10_000, refusal="too_long")],
    "NM-18": [
        Name("Support", refusal="reserved"),
        Name("Admin", refusal="reserved"),
        Name("\u0410dmin", refusal="reserved"),
    ],
    "NM-20": [Name('=HYPERLINK("http://evil","x")', '=HYPERLINK("http://evil","x")')],
    "NM-21": [Name("\ufdfd" * 80, "\ufdfd" * 80), Name("\u05d0" * 80, "\u05d0" * 80)],
}


def cases[T](rows: dict[str, list[T]]) -> tuple[list[T], list[str]]:
    """The inputs of these rows, and the name of each: its row's id, with a number if need be."""
    named = [
        (one, row if len(inputs) == 1 else f"{row}-{number}")
        for row, inputs in rows.items()
        for number, one in enumerate(inputs, start=1)
    ]
    return [one for one, _name in named], [name for _one, name in named]
