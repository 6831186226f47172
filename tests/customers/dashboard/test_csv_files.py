import csv
import io

import pytest

from customers.dashboard.csv_files import csv_file, csv_safe


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://evil","x")',  # NM-20
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "-ana@acme.com",
    ],
)
def test_what_a_spreadsheet_would_run_is_marked_as_text(cell):
    assert csv_safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["ana@acme.com", "", "a=b", "'=1", "Ünal", 0, None])
def test_all_else_is_as_it_was(cell):
    assert csv_safe(cell) == ("" if cell is None else str(cell))


def test_no_cell_breaks_out_of_its_place():
    cells = ['a"b', "a,=1", "a;=1", "a\r\n=1", "ü"]
    text = csv_file("x.csv", [cells]).content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text, newline=""))) == cells
    assert text.count('"') == 2 * len(cells) + 2  # each quoted, and one that is doubled
