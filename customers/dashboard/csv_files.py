"""CSV for people to download: of what strangers typed, nothing may run in a spreadsheet."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseBase

# A spreadsheet takes a cell that begins with one of these for a formula, or drops it and looks at
# the next one (OWASP, "CSV Injection"); the wide ones it makes narrow first.
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
CONTENT_TYPE = "text/csv; charset=utf-8"


def csv_safe(cell: object) -> str:
    """The text of a cell, marked with ' as literal where it would be a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def csv_line(cells: Iterable[object]) -> str:
    """One line. Every cell is quoted, so that no separator of any locale begins a new one."""
    quoted = (csv_safe(cell).replace('"', '""') for cell in cells)
    return ",".join(f'"{cell}"' for cell in quoted) + "\r\n"


def csv_file(name: str, lines: Iterable[Iterable[object]]) -> HttpResponse:
    """A small file to download; the first line names the columns."""
    text = BYTE_ORDER_MARK + "".join(map(csv_line, lines))
    return as_download(HttpResponse(text, content_type=CONTENT_TYPE), name)


def as_download[R: HttpResponseBase](response: R, name: str) -> R:
    """Has the browser save the response under a name."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
