"""People's sessions at top level: a cookie per workspace, once the mailbox is proven there."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.http import HttpResponse

from customers.models import Person, PersonSession
from customers.routing.access import bump_epoch

COOKIE_PREFIX = "person-"
KEY_BYTES = 32


def cookie_name(widget_id: str) -> str:
    """The name of the cookie that holds a person's session key for this widget's workspace."""
    return COOKIE_PREFIX + widget_id


@dataclass(frozen=True)
class NewSession:
    """A session that has just begun, and its key: for a cookie alone, only its hash is stored."""

    session: PersonSession
    key: str


def start_session(person: Person) -> tuple[PersonSession, str]:
    """A new session at top level of somebody who has just proven their mailbox, and its key."""
    new = new_session(person)
    return new.session, new.key


def new_session(person: Person, **details: Any) -> NewSession:
    """A session that begins now; ``details`` are further fields of PersonSession."""
    key = secrets.token_urlsafe(KEY_BYTES)
    session = PersonSession.objects.create(
        person=person, key_hash=hashed_key(key), expires_at=session_end(), **details
    )
    return NewSession(session, key)


def session_end() -> Combinable:
    """When a session that begins now ends, by the database's clock."""
    return Now() + timedelta(seconds=settings.SESSION_LIFETIME)


def set_session_cookie(response: HttpResponse, session: PersonSession, key: str) -> None:
    """Give the browser its key. At top level only: SameSite=Lax keeps it out of others' frames."""
    response.set_cookie(
        cookie_name(session.person.workspace.widget_id),
        key,
        max_age=settings.SESSION_LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )


def session_for(cookies: Mapping[str, str], widget_id: str) -> PersonSession | None:
    """The open session that this browser has in the workspace of ``widget_id``, if any."""
    return sessions_for([(cookies, widget_id)])[0]


def sessions_for(
    browsers: Iterable[tuple[Mapping[str, str], str]],
) -> list[PersonSession | None]:
    """The same for many browsers' cookies, each with the widget it asks for, in one query."""
    asked = [(cookies.get(cookie_name(widget)), widget) for cookies, widget in browsers]
    found = {
        (bytes(session.key_hash), session.person.workspace.widget_id): session
        for session in _open_sessions(key for key, _widget in asked if key)
    }
    return [found.get((hashed_key(key), widget)) if key else None for key, widget in asked]


def person_sessions(cookies: Mapping[str, str]) -> list[PersonSession]:
    """All open sessions of people in this browser, the newest first, one a workspace."""
    keys = {name: key for name, key in cookies.items() if name.startswith(COOKIE_PREFIX)}
    return [
        session
        for session in _open_sessions(keys.values())
        if keys.get(cookie_name(session.person.workspace.widget_id)) is not None
    ]


def is_open(session: PersonSession) -> bool:
    """Whether the session still lets its person in, by the database's clock."""
    return PersonSession.objects.open().filter(pk=session.pk).exists()


@transaction.atomic
def end_session(session: PersonSession) -> None:
    """Forget this browser; its open sockets end with the session."""
    PersonSession.objects.filter(pk=session.pk).end()
    bump_epoch(session.person.workspace)


def _open_sessions(keys: Iterable[str]) -> list[PersonSession]:
    hashes = [hashed_key(key) for key in keys]
    if not hashes:
        return []
    return list(
        PersonSession.objects.open()
        .filter(key_hash__in=hashes, in_frame=False)
        .select_related("person__workspace__vendor")
        .order_by("-created_at")
    )


def hashed_key(key: str) -> bytes:
    """SHA-256; a key has 256 random bits, so neither salt nor slowness is needed."""
    return hashlib.sha256(key.encode()).digest()
