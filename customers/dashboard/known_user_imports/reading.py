"""Reads a list of people that somebody exported from elsewhere: bytes to text, text to lines."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 10_000
SEPARATORS = ",;\t"
# What a column is called in the first line, in the exports of usual programs.
EMAIL_HEADERS = {"email", "e-mail", "mail", "email address", "e-mail address", "emailaddress"}
NAME_HEADERS = {"name", "full name", "fullname", "display name"}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
ZIP = b"PK\x03\x04"  # what a spreadsheet's own file begins with


@dataclass(frozen=True)
class Line:
    """A person as a line of the list has them. ``number`` counts the file's lines from 1."""

    number: int
    email: str
    name: str = ""


def text_of(data: bytes) -> str:
    """The text of a file, in UTF-8 or UTF-16. Raises ValidationError for anything else."""
    if len(data) > MOST_BYTES:
        raise ValidationError(_("This file is larger than 2 MB. Split it up."), code="large")
    if data.startswith(ZIP):
        raise ValidationError(
            _("This is a spreadsheet. Save it as “CSV UTF-8” and choose that file."), code="zip"
        )
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        raise ValidationError(
            _(
                "This file is not in UTF-8, so names with accents would come out wrong. Save it as "
                "“CSV UTF-8” and choose it again."
            ),
            code="encoding",
        ) from None
    if "\0" in text:
        raise ValidationError(_("This is no text file. Choose a CSV file."), code="binary")
    return text


def lines_of(text: str) -> list[Line]:
    """The people of a list. Raises ValidationError where it can't be read, or is empty or too long.

    Between cells are commas, semicolons or tabs. Without a line of headers the first column is
    the email and the second, if there is one, the name.
    """
    rows = _rows(text.removeprefix("\ufeff"))
    first = next(rows, None)
    if first is None:
        raise ValidationError(_("There is nobody in this list."), code="empty")
    email, name = _columns(first[1])
    lines = [] if email is not None else [first]
    for row in rows:
        lines.append(row)
        if len(lines) > MOST_LINES:
            raise ValidationError(
                _("This list has more than %(most)d lines. Split it up."),
                code="long",
                params={"most": MOST_LINES},
            )
    if not lines:
        raise ValidationError(_("There is nobody in this list."), code="empty")
    at = (0, 1) if email is None else (email, name)
    return [Line(number, _cell(cells, at[0]), _cell(cells, at[1])) for number, cells in lines]


def _encoding(data: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return encoding
    return "utf-8"


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with something in them, each with the number of its first line."""
    file, separator = io.StringIO(text, newline=""), _separator(text)
    reader = csv.reader(file, delimiter=separator, strict=True, skipinitialspace=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error:
        raise ValidationError(
            _("Line %(number)d can't be read: look for a quotation mark that is not closed."),
            code="csv",
            params={"number": number},
        ) from None


def _separator(text: str) -> str:
    """What parts the first two cells of the first line that has something in it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    is_quoted = False
    for character in first:
        if character == '"':
            is_quoted = not is_quoted
        elif character in SEPARATORS and not is_quoted:
            return character
    return ","


def _columns(cells: list[str]) -> tuple[int | None, int | None]:
    """Where email and name stand by a line of headers; no email where it is none.

    Raises ValidationError where nobody can tell which column is meant.
    """
    headers = [cell.strip().casefold() for cell in cells]
    emails = [i for i, header in enumerate(headers) if header in EMAIL_HEADERS]
    names = [i for i, header in enumerate(headers) if header in NAME_HEADERS]
    if len(emails) > 1:
        raise _twice(_("There are two columns for the email in the first line. Leave one of them."))
    if emails and len({headers[i] for i in names}) < len(names):
        raise _twice(_("There are two columns for the name in the first line. Leave one of them."))
    return next(iter(emails), None), next(iter(names), None)


def _twice(words: str) -> ValidationError:
    return ValidationError(words, code="twice")


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""
