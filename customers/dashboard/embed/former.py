"""Former keys and secrets that still work, and who still comes with them."""

from dataclasses import dataclass
from datetime import datetime

from customers.dashboard.embed.words import shown
from customers.embedding.credentials import retired_credentials
from customers.embedding.sightings import users_of_old
from customers.models import CredentialKind, RetiredCredential, Sighting, Workspace

COLUMNS = {CredentialKind.KEY: "old_key_at", CredentialKind.SECRET: "old_secret_at"}
BEGINNING = 9  # characters of a former key that are shown, enough to tell it from others


@dataclass(frozen=True)
class User:
    """A page's origin that has come with a former key or secret, and when it last did."""

    sighting: Sighting
    shown: str
    at: datetime


@dataclass(frozen=True)
class Former:
    """A former key or secret; of a secret nothing is shown."""

    retired: RetiredCredential
    beginning: str


@dataclass(frozen=True)
class FormerOnes:
    """Those of one kind that still work, the newest first, and the origins that used one."""

    former: list[Former]
    users: list[User]


def former_ones(workspace: Workspace, kind: CredentialKind) -> FormerOnes:
    """One query where none is left; else two."""
    retired = retired_credentials(workspace, kind)
    if not retired:
        return FormerOnes([], [])
    column = COLUMNS[kind]
    found = users_of_old(workspace, column, since=retired[-1].rotated_at)
    return FormerOnes(
        [Former(old, _beginning(old)) for old in retired],
        [User(seen, shown(seen.origin), getattr(seen, column)) for seen in found],
    )


def _beginning(retired: RetiredCredential) -> str:
    return f"{retired.value[:BEGINNING]}…" if retired.kind == CredentialKind.KEY else ""
