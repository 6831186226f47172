"""The table of docs/rooms.md, cell by cell, is what the functions say."""

import re
from pathlib import Path

import pytest

from helpdesk.rooms.rights import Act, Sort, Who, may, may_make_rooms

DOCS = Path(__file__).parents[3] / "docs/rooms.md"
COLUMNS = {
    "agents": Who.TEAM,
    "readers": Who.READER,
    "who made it": Who.MAKER,
    "members": Who.MEMBER,
    "colleagues": Who.COLLEAGUE,
    "its one person": Who.OWNER,
    "guests": Who.GUEST,
    "strangers": Who.STRANGER,
}
LETTERS = {
    "T": Sort.TRIAGE,
    "P": Sort.PUBLIC,
    "C": Sort.PRIVATE,
    "D": Sort.DIALOG,
    "O": Sort.OWN,
}
ACTS = {
    "read": Act.READ,
    "write": Act.WRITE,
    "invite a colleague": Act.INVITE,
    "invite a guest": Act.INVITE_GUEST,
    "remove a member or guest": Act.REMOVE,
    "leave": Act.LEAVE,
    "rename": Act.RENAME,
    "archive, bring back": Act.ARCHIVE,
}


def documented() -> dict[tuple[Act, Who], set[Sort]]:
    """Of each cell of the table the sorts of rooms for which it says yes."""
    lines = [line for line in DOCS.read_text().splitlines() if line.startswith("|")]
    start = next(n for n, line in enumerate(lines) if "who made it" in line)
    heads = [cell.strip() for cell in lines[start].strip("|").split("|")][1:]
    cells = {}
    for line in lines[start + 2 : start + 2 + len(ACTS)]:
        act, *row = [cell.strip() for cell in line.strip("|").split("|")]
        for head, cell in zip(heads, row, strict=True):
            cells[ACTS[act], COLUMNS[head]] = {LETTERS[one] for one in re.findall(r"[A-Z]", cell)}
    return cells


TABLE = documented()
CELLS = [(act, who) for act in Act for who in Who]


def test_the_table_has_a_cell_for_everybody_and_everything():
    assert TABLE.keys() == {(act, who) for act in Act for who in Who}


@pytest.mark.parametrize(("act", "who"), CELLS, ids=str)
def test_a_cell_is_what_the_program_does(act, who):
    assert {sort for sort in Sort if may(act, who, sort)} == TABLE[act, who]


@pytest.mark.parametrize(("act", "who"), CELLS, ids=str)
def test_in_an_archived_room_nobody_writes_invites_or_renames(act, who):
    ends = act in {Act.WRITE, Act.INVITE, Act.INVITE_GUEST, Act.RENAME}
    stays = set() if ends else TABLE[act, who]
    assert {sort for sort in Sort if may(act, who, sort, archived=True)} == stays


def test_a_stranger_may_nothing():
    assert not any(may(act, Who.STRANGER, sort) for act in Act for sort in Sort)
    assert not may_make_rooms(Who.STRANGER)


def test_agents_and_a_customers_people_make_rooms_and_nobody_in_the_inbox():
    assert {who for who in Who if may_make_rooms(who)} == {Who.TEAM, Who.COLLEAGUE}
    assert not any(may_make_rooms(who, in_inbox=True) for who in Who)
