"""Lists of known users: how they are read, and what is foretold of each line."""

import codecs

import pytest
from django.core.exceptions import ValidationError

from customers.dashboard.known_user_imports.planning import Outcome, plan
from customers.dashboard.known_user_imports.reading import MOST_BYTES, MOST_LINES, lines_of, text_of
from customers.routing.blocks import block
from customers.routing.customers import archive_customer
from customers.routing.facts import decision_for
from customers.routing.known_users import add_known_user, add_known_users
from customers.routing.pins import pin


def read(text):
    return [(line.number, line.email, line.name) for line in lines_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "ana@acme.com,Ana Poe\nbob@birch.io,Bob",
        "ana@acme.com;Ana Poe\r\nbob@birch.io;Bob\r\n",
        "ana@acme.com\tAna Poe\nbob@birch.io\tBob\n\n",
        '"ana@acme.com", "Ana Poe"\rbob@birch.io,Bob',
        "\ufeffana@acme.com,Ana Poe\nbob@birch.io,Bob",
    ],
)
def test_cells_are_parted_by_commas_semicolons_or_tabs(text):
    assert read(text) == [(1, "ana@acme.com", "Ana Poe"), (2, "bob@birch.io", "Bob")]


def test_a_first_line_of_headers_says_which_column_is_which():
    assert read('Name;Phone;E-Mail\n"Poe, Ana";1;ana@acme.com') == [(2, "ana@acme.com", "Poe, Ana")]
    assert read("email\nana@acme.com") == [(2, "ana@acme.com", "")]


def test_empty_lines_count_and_are_left_out():
    assert read("\n , \nana@acme.com\n\n") == [(3, "ana@acme.com", "")]


def test_a_cell_may_have_lines_and_quotation_marks_in_it():
    assert read('ana@acme.com,"Ana ""A""\nPoe"\nbob@birch.io') == [
        (1, "ana@acme.com", 'Ana "A"\nPoe'),
        (3, "bob@birch.io", ""),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n;;\n", "empty"),
        ("email,name\n", "empty"),
        ('ana@acme.com,"Ana\nbob@birch.io', "csv"),
        ("a," + "b" * 200_000, "csv"),
        ("a@b.co\n" * (MOST_LINES + 1), "long"),
    ],
)
def test_a_list_that_is_none_is_refused_whole(text, code):
    with pytest.raises(ValidationError) as refused:
        lines_of(text)
    assert refused.value.code == code


def test_as_many_lines_as_promised_are_read():
    assert len(read("email\n" + "a@b.co\n" * MOST_LINES)) == MOST_LINES


@pytest.mark.parametrize(
    "data",
    [
        "Zoë".encode(),
        codecs.BOM_UTF8 + "Zoë".encode(),
        "Zoë".encode("utf-16"),
        codecs.BOM_UTF16_BE + "Zoë".encode("utf-16-be"),
    ],
)
def test_a_file_may_be_in_utf_8_or_utf_16(data):
    assert text_of(data) == "Zoë"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Zoë".encode("latin-1"), "not in UTF-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "not in UTF-8"),
        (b"PK\x03\x04rest", "a spreadsheet"),
        (b"a\0b", "no text file"),
        (b"a" * (MOST_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_any_other_file_is_refused_in_words_that_help(data, words):
    with pytest.raises(ValidationError) as refused:
        text_of(data)
    assert words in refused.value.messages[0]


def test_each_line_is_told_what_becomes_of_it(world):
    add_known_user(world.acme, "known@gmail.com")
    add_known_user(world.birch, "both@gmail.com")
    pin(world.person("pin@gmail.com"), world.birch)
    block(world.person("block@gmail.com"))
    text = "\n".join(
        [
            "New@Gmail.com,New",
            "new@gmail.com",
            "known@gmail.com",
            "both@gmail.com",
            "bob@birch.io",
            "pin@gmail.com",
            "block@gmail.com",
            "nobody",
            "x@gmail.com,a\u202eb",
        ]
    )
    results = plan(world.acme, lines_of(text)).results
    assert [(result.outcome, result.why) for result in results] == [
        (Outcome.ADDED, ""),
        (Outcome.DOUBLE, "As in line 1."),
        (Outcome.KNOWN, ""),
        (Outcome.ELSEWHERE, "Shared Email Inbox: Known in Acme and Birch."),
        (
            Outcome.ELSEWHERE,
            "Shared Email Inbox: Known in Acme, but birch.io belongs to Birch.",
        ),
        (Outcome.ELSEWHERE, "Birch: An agent placed them with Birch."),
        (
            Outcome.ELSEWHERE,
            "Shut out: block@gmail.com is blocked and can't enter any room.",
        ),
        (Outcome.REFUSED, "Enter a valid email address, for example ana@acme.com."),
        (Outcome.REFUSED, "This name has characters that can't be shown. Type it again."),
    ]


def test_what_is_foretold_comes_true(world):
    add_known_user(world.birch, "both@gmail.com")
    planned = plan(
        world.acme, lines_of("new@gmail.com\nboth@gmail.com\nbob@birch.io\nana@acme.com")
    )
    add_known_users(world.acme, planned.people)
    for result in planned.results:
        is_here = decision_for(world.workspace, result.address).customer == world.acme.pk
        assert is_here == (result.outcome == Outcome.ADDED)


def test_an_archived_customer_is_planned_for_as_if_it_were_back(world):
    archive_customer(world.acme)
    assert plan(world.acme, lines_of("eve@gmail.com")).counts == {Outcome.ADDED: 1}


def test_however_long_the_list_the_queries_are_as_few(world, django_assert_num_queries):
    for number in (1, 3000):
        lines = lines_of("\n".join(f"p{i}@birch.io" for i in range(number)))
        with django_assert_num_queries(4):
            plan(world.acme, lines)
