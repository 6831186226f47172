"""Who may do what in a room, and who may make one: the table of docs/rooms.md, as pure functions.

What is decided here is only ever asked of somebody whose room it is to see (access.py).
"""

from enum import StrEnum

from helpdesk.models import Room, RoomKind


class Who(StrEnum):
    """What somebody is to a room."""

    TEAM = "team"  # an agent who writes to customers
    READER = "reader"  # an agent who only reads
    MAKER = "maker"  # of the room's customer, and made the room
    MEMBER = "member"  # of the room's customer, and a member of a closed room
    COLLEAGUE = "colleague"  # of the room's customer, where all of them are in
    OWNER = "owner"  # of a room that is theirs alone
    GUEST = "guest"  # invited into this one room
    STRANGER = "stranger"


class Sort(StrEnum):
    """The kinds of rooms, with those apart that are somebody's own."""

    TRIAGE = RoomKind.TRIAGE.value
    PUBLIC = RoomKind.PUBLIC.value
    PRIVATE = RoomKind.PRIVATE.value
    DIALOG = RoomKind.DIALOG.value
    OWN = "own"


class Act(StrEnum):
    """What can be done in a room, or to it."""

    READ = "read"
    WRITE = "write"
    INVITE = "invite"  # a colleague into a private room
    INVITE_GUEST = "invite a guest"
    REMOVE = "remove"  # a member or a guest
    LEAVE = "leave"
    RENAME = "rename"
    ARCHIVE = "archive"  # and bring back


ENDS_WITH_ARCHIVING = {Act.WRITE, Act.INVITE, Act.INVITE_GUEST, Act.RENAME}

AGENTS = {Who.TEAM, Who.READER}
PEOPLE = {Who.MAKER, Who.MEMBER, Who.COLLEAGUE, Who.GUEST}
HEADS = {Who.TEAM, Who.MAKER}

# What is in no set is nobody's.
_READ = {
    Sort.TRIAGE: AGENTS | {Who.COLLEAGUE, Who.GUEST},
    Sort.PUBLIC: AGENTS | {Who.MAKER, Who.COLLEAGUE, Who.GUEST},
    Sort.PRIVATE: AGENTS | {Who.MAKER, Who.MEMBER, Who.GUEST},
    Sort.DIALOG: AGENTS | {Who.MEMBER},
    Sort.OWN: AGENTS | {Who.OWNER},
}
RIGHTS: dict[Act, dict[Sort, set[Who]]] = {
    Act.READ: _READ,
    Act.WRITE: {sort: readers - {Who.READER} for sort, readers in _READ.items()},
    Act.INVITE: {Sort.PRIVATE: HEADS | {Who.MEMBER}},
    Act.INVITE_GUEST: {Sort.TRIAGE: {Who.TEAM}, Sort.PUBLIC: HEADS, Sort.PRIVATE: HEADS},
    Act.REMOVE: {Sort.TRIAGE: {Who.TEAM}, Sort.PUBLIC: HEADS, Sort.PRIVATE: HEADS},
    Act.LEAVE: {
        Sort.TRIAGE: {Who.GUEST},
        Sort.PUBLIC: {Who.GUEST},
        Sort.PRIVATE: {Who.MAKER, Who.MEMBER, Who.GUEST},
    },
    Act.RENAME: {Sort.PUBLIC: HEADS, Sort.PRIVATE: HEADS},
    Act.ARCHIVE: {Sort.PUBLIC: HEADS, Sort.PRIVATE: HEADS, Sort.DIALOG: {Who.TEAM}},
}


def may(act: Act, who: Who, sort: Sort, *, archived: bool = False) -> bool:
    """Whether somebody may do this in a room of that sort; of archived ones the rest stays."""
    if archived and act in ENDS_WITH_ARCHIVING:
        return False
    return who in RIGHTS[act].get(sort, set())


def may_make_rooms(who: Who, *, in_inbox: bool = False) -> bool:
    """Whether somebody may make rooms in a customer; in the Shared Email Inbox nobody does.

    ``who`` they are to its Triage.
    """
    return not in_inbox and who in {Who.TEAM, Who.COLLEAGUE}


def sort_of(room: Room, *, is_own: bool = False) -> Sort:
    """The sort of a room; ``is_own``: it followed its one person to their customer."""
    return Sort.OWN if is_own or room.person_id is not None else Sort(room.kind)
