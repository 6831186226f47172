import pytest

from helpdesk.rooms.files.names import LONGEST, cleaned, ending_of


@pytest.mark.catalogue("AZ-45")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\plan.txt", "plan.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\0b\x7f.txt", "ab.txt"),
        ("zero\u200bwidth.txt", "zerowidth.txt"),
        ("half\ud800.txt", "half.txt"),
        ("two\u2028lines.txt", "twolines.txt"),
        ("  much   space .txt ", "much space .txt"),
        ("evil.exe. .", "evil.exe"),
        ("Ærlige 日本語 مرحبا.png", "Ærlige 日本語 مرحبا.png"),
        ("نمی\u200cدانم.txt", "نمی\u200cدانم.txt"),
        ("cafe\u0301.txt", "café.txt"),
        (".profile", ".profile"),
        ("..", "file"),
        ("", "file"),
        ("folder/", "file"),
    ],
)
def test_a_name_is_made_harmless_and_stays_in_its_script(name, shown):
    assert cleaned(name) == shown


@pytest.mark.parametrize("letter", ["x", "é", "日", "🌿"])
def test_a_long_name_is_cut_and_keeps_its_ending(letter):
    name = cleaned(letter * 400 + ".jpeg")
    assert name.endswith(f"{letter}.jpeg")
    assert LONGEST - 4 < len(name.encode()) <= LONGEST


def test_what_is_no_ending_is_cut_too():
    assert len(cleaned("a." + "b" * 400).encode()) == LONGEST


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".profile", "")]
)
def test_an_ending_is_what_follows_the_last_dot(name, ending):
    assert ending_of(name) == ending
