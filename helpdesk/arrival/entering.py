"""From a proven mailbox to a room: the Decision is made now, not when the link was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from customers.models import MagicLink, PersonSession
from customers.proof import codes, links
from customers.proof.sessions import end_session, session_for, start_session
from customers.routing.past_decisions import note_arrival
from helpdesk.models import Room
from helpdesk.rooms.access import home_of
from helpdesk.rooms.inviting import invited_to
from helpdesk.rooms.sealing import seal_after_absence


@dataclass(frozen=True)
class Arrival:
    """Somebody who came in: their session with its key, and the room to open (none if shut out)."""

    session: PersonSession
    key: str
    room: Room | None


@transaction.atomic
def enter(link: MagicLink, cookies: Mapping[str, str]) -> Arrival | None:
    """Redeem the link and let its person in. Returns None if somebody else was quicker."""
    return _let_in(link, cookies) if links.redeem(link) else None


@transaction.atomic
def enter_by_code(link: MagicLink, cookies: Mapping[str, str], code: str) -> Arrival | None:
    """Redeem the link by the code of the same mail. Returns None where the code opens nothing."""
    redeemed = codes.redeem_by_code(link.person.workspace, link.form, code)
    return _let_in(redeemed, cookies) if redeemed else None


def _let_in(link: MagicLink, cookies: Mapping[str, str]) -> Arrival:
    """The session that this browser had there ends: a key never outlives a sign-in."""
    if before := session_for(cookies, link.person.workspace.widget_id):
        end_session(before)
    seal_after_absence(link.person)
    session, key = start_session(link.person)
    note_arrival(link.person)
    return Arrival(session, key, invited_to(link) or home_of(link.person))
