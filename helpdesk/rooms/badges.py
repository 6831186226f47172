"""Who is at a socket, and whether they still may be: asked again whenever access has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from customers.models import Agent, Binding, Membership, PersonSession, Workspace
from customers.proof.frame_sessions import session_of_bearer
from customers.proof.guessing import note_miss
from customers.proof.sessions import sessions_for
from helpdesk.models import Room
from helpdesk.rooms.access import (
    Doors,
    doors_of_people,
    rooms_by_token,
    rooms_by_tokens,
    rooms_for_agent,
    rooms_for_person,
)
from helpdesk.rooms.authors import Author, Side


@dataclass(frozen=True)
class Standing:
    """What somebody may do in a workspace, as of its ``epoch``."""

    author: Author
    workspace: Workspace
    may_write: bool
    binding: Binding | None = None  # of somebody whom the vendor's token has let in

    @property
    def epoch(self) -> int:
        """Read before anything that was computed from it, so never newer than that."""
        return self.workspace.epoch

    @property
    def team(self) -> str:
        """The vendor's name, of an agent; "" of people."""
        return str(self.workspace.vendor) if isinstance(self.author, Agent) else ""

    def rooms(self) -> QuerySet[Room]:
        """The rooms that they may enter, now."""
        if isinstance(self.author, Agent):
            return rooms_for_agent(self.workspace)
        if self.binding is not None:
            return rooms_by_token(self.binding, self.author)
        return rooms_for_person(self.author)


@dataclass(frozen=True)
class Verdict:
    """A standing and the ids of the rooms that go with it; None for all of the workspace. Of these
    ``as_guest`` are shared ones in which one is a guest, ``archived`` those of customers that are
    archived."""

    standing: Standing
    rooms: frozenset[int] | None
    as_guest: frozenset[int] = frozenset()
    archived: frozenset[int] = frozenset()

    @property
    def rights(self) -> tuple[frozenset[int] | None, bool]:
        """What a client has to be told of when it changes."""
        return self.rooms, self.standing.may_write

    def admits(self, room: int) -> bool:
        return self.rooms is None or room in self.rooms

    def lets_write_in(self, room: int) -> bool:
        """Whether one may write there as long as the room itself is not archived."""
        return self.admits(room) and room not in self.archived

    def rooms_with(self, standing: Standing, room: int) -> QuerySet[Room]:
        """Where somebody with this ``standing`` by now may find that room. What was admitted under
        an epoch is so until the next one; else their rooms are asked for anew."""
        if standing.epoch == self.standing.epoch and self.admits(room):
            return Room.objects.filter(workspace=standing.workspace)
        return standing.rooms()


@dataclass(frozen=True)
class PersonBadge:
    """A person's session in a browser."""

    session: int

    def standing(self) -> Standing | None:
        """What its holder may do now; None when the session has ended."""
        session = _open_sessions([self.session]).first()
        return _standing_of_person(session) if session else None


@dataclass(frozen=True)
class AgentBadge:
    """An agent's session in a browser, for one workspace."""

    session_key: str
    workspace: int

    def standing(self) -> Standing | None:
        """What its holder may do now; None when signed out, or no longer a member of the vendor."""
        return _standings_of_agents({self}).get(self)


type Badge = PersonBadge | AgentBadge


class Hello(NamedTuple):
    """The side and the workspace that a client names, and what it shows for that."""

    side: Side
    cookies: Mapping[str, str]
    widget_id: str
    bearer: str | None = None


def badges_for(hellos: Sequence[Hello]) -> list[Badge | None]:
    """The badge that each of these clients holds; None for none. One query for all people who come
    by a cookie, one for each other.

    A frame's bearer is all that counts where it shows one; elsewhere the browser's cookies are.
    """
    by_cookie = {
        turn: (hello.cookies, hello.widget_id)
        for turn, hello in enumerate(hellos)
        if hello.side == "person" and hello.bearer is None
    }
    sessions = dict(zip(by_cookie, sessions_for(by_cookie.values()), strict=True))
    return [
        _badge_of_person(sessions[turn]) if turn in sessions else _badge_for(hello)
        for turn, hello in enumerate(hellos)
    ]


def _badge_for(hello: Hello) -> Badge | None:
    if hello.side == "person":
        return _badge_of_person(session_of_bearer(hello.bearer or "", hello.widget_id))
    workspaces = Workspace.objects.filter(widget_id=hello.widget_id)
    workspace = workspaces.values_list("pk", flat=True).first()
    key = hello.cookies.get(settings.SESSION_COOKIE_NAME)
    return AgentBadge(key, workspace) if key and workspace else None


def _badge_of_person(session: PersonSession | None) -> PersonBadge | None:
    return PersonBadge(session.pk) if session else None


def note_miss_of(badge: Badge) -> None:
    """Note that somebody asked for a room that isn't open to them; agents have no such rooms."""
    if isinstance(badge, PersonBadge):
        note_miss(badge.session)


def judge(badges: Iterable[Badge]) -> dict[Badge, Verdict]:
    """A verdict on each badge that still holds. A few queries for all people of a workspace, two
    for all agents, and one for each of them."""
    badges = set(badges)
    verdicts = _judge_people({badge for badge in badges if isinstance(badge, PersonBadge)})
    of_agents = {badge for badge in badges if isinstance(badge, AgentBadge)}
    for badge, standing in _standings_of_agents(of_agents).items():
        verdicts[badge] = Verdict(standing, rooms=None)
    return verdicts


def _judge_people(badges: set[PersonBadge]) -> dict[Badge, Verdict]:
    sessions = list(_open_sessions([badge.session for badge in badges]))
    doors: dict[int, Doors] = {}
    by_token = [session for session in sessions if session.binding_id]
    by_mailbox = [session for session in sessions if not session.binding_id]
    for workspace in {session.person.workspace for session in by_mailbox}:
        people = {s.person for s in by_mailbox if s.person.workspace_id == workspace.pk}
        of_people = doors_of_people(workspace, people)
        doors |= {s.pk: of_people[s.person_id] for s in by_mailbox if s.person_id in of_people}
    if by_token:
        doors |= {pk: Doors(rooms) for pk, rooms in rooms_by_tokens(by_token).items()}
    return {
        PersonBadge(session.pk): Verdict(_standing_of_person(session), *doors[session.pk])
        for session in sessions
    }


def _open_sessions(ids: Iterable[int]) -> QuerySet[PersonSession]:
    found = PersonSession.objects.open().filter(pk__in=ids)
    return found.select_related("person__workspace", "binding")


def _standing_of_person(session: PersonSession) -> Standing:
    person = session.person
    return Standing(person, person.workspace, may_write=True, binding=session.binding)


def _standings_of_agents(badges: set[AgentBadge]) -> dict[AgentBadge, Standing]:
    """What the holders may do who are signed in and members of the vendor. Workspaces come first,
    for their epochs."""
    found = Workspace.objects.select_related("vendor")
    workspaces = found.in_bulk({badge.workspace for badge in badges})
    sessions = {badge: _session(badge.session_key) for badge in badges}
    members = Membership.objects.active().filter(
        agent__in={session[SESSION_KEY] for session in sessions.values() if SESSION_KEY in session},
        agent__is_active=True,
        vendor__in={workspace.vendor_id for workspace in workspaces.values()},
    )
    by_agent = {(str(m.agent_id), m.vendor_id): m for m in members.select_related("agent")}
    standings: dict[AgentBadge, Standing] = {}
    for badge, session in sessions.items():
        workspace = workspaces.get(badge.workspace)
        who = session.get(SESSION_KEY, "")
        membership = by_agent.get((who, workspace.vendor_id)) if workspace else None
        if workspace and membership and _is_signed_in(session, membership.agent):
            standings[badge] = Standing(membership.agent, workspace, membership.may_write)
    return standings


def _session(key: str) -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return store


def _is_signed_in(session: SessionBase, agent: Agent) -> bool:
    """Whether a Django session is the agent's by their password of now, as django.contrib.auth
    tests it, changing nothing."""
    given = session.get(HASH_SESSION_KEY, "")
    hashes = [agent.get_session_auth_hash(), *agent.get_session_auth_fallback_hash()]
    return any(constant_time_compare(given, known) for known in hashes)
