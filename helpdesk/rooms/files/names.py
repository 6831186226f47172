"""What a file is called: its author's word for it, made harmless."""

import unicodedata
from pathlib import PurePosixPath

LONGEST = 255  # bytes in UTF-8: what file systems take, and well within a header
NAMELESS = "file"
# Joins letters of Persian and the parts of emoji; all other marks of that category only deceive.
JOINERS = {"\u200c", "\u200d"}
# Control and format characters (line breaks and what turns a line around among them), halves of
# surrogate pairs, and those that separate lines and paragraphs.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def cleaned(name: str) -> str:
    """``name`` as it is shown and as browsers save it: any script, but no path, no control or
    format characters, and at most LONGEST bytes with its ending kept."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(filter(_is_seen, name))
    # Windows drops dots and spaces at the end, and with them would come another ending.
    name = " ".join(seen.split()).rstrip(". ")
    return _cut(name) or NAMELESS


def ending_of(name: str) -> str:
    """What follows the last dot of a name, in lower case; empty where there is none."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def _is_seen(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) not in UNSEEN


def _cut(name: str) -> str:
    ending = PurePosixPath(name).suffix
    if len(ending.encode()) > LONGEST // 4:
        ending = ""
    stem = name.removesuffix(ending).encode()[: LONGEST - len(ending.encode())]
    return stem.decode(errors="ignore") + ending
