"""People's sessions inside a vendor's page: a bearer per tab, and a partitioned cookie beside it.

Scripts of the frame send the bearer in a header or in the socket's first frame; without scripts,
and at the next page of the same site, the cookie says who it is. A browser gives the cookie back
to frames on that site alone (CHIPS); one that keeps none leaves the bearer in its tab.
"""

from http.cookies import Morsel

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from customers.models import PersonSession
from customers.models.ids import id_in
from customers.models.person_session import PersonSessionQuerySet
from customers.proof.sessions import hashed_key

COOKIE_PREFIX = "frame-"
SCHEME = "bearer"

# Python's cookies know the attribute from 3.14 on.
Morsel._reserved.setdefault("partitioned", "Partitioned")  # type: ignore[attr-defined]
Morsel._flags.add("partitioned")  # type: ignore[attr-defined]


def _signer() -> Signer:
    return Signer(salt="unknown-user.frame-bearer", sep=".")


def frame_cookie_name(widget_id: str) -> str:
    """The name of the partitioned cookie that holds the key of a frame's session."""
    return COOKIE_PREFIX + widget_id


def bearer_of(session: PersonSession) -> str:
    """What the frame's scripts show to be let in. It counts for as long as the session is open."""
    return _signer().sign(f"{session.person.workspace.widget_id}.{session.pk}")


def session_of_bearer(bearer: str, widget_id: str) -> PersonSession | None:
    """The open frame session that a bearer names, in this widget's workspace alone."""
    try:
        owner, _dot, session = _signer().unsign(bearer).rpartition(".")
    except (BadSignature, UnicodeEncodeError):  # JSON can spell what no text is
        return None
    if owner != widget_id:
        return None
    return _open(widget_id).filter(pk=id_in(session)).first()


def frame_session(request: HttpRequest, widget_id: str) -> PersonSession | None:
    """Who is in this frame: by the bearer that its scripts sent, else by the partitioned cookie.

    The cookie of a session at top level says nothing here: somebody who opened the link elsewhere
    has not opened the frame.
    """
    scheme, _space, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == SCHEME:
        return session_of_bearer(bearer, widget_id)
    key = request.COOKIES.get(frame_cookie_name(widget_id))
    return _open(widget_id).filter(key_hash=hashed_key(key)).first() if key else None


def _open(widget_id: str) -> PersonSessionQuerySet:
    found = PersonSession.objects.open().filter(
        in_frame=True, person__workspace__widget_id=widget_id
    )
    return found.select_related("person__workspace__vendor", "binding__customer")


def set_frame_cookie(response: HttpResponse, session: PersonSession, key: str) -> None:
    """Have the browser remember the frame's person on this site, if it keeps such cookies."""
    name = frame_cookie_name(session.person.workspace.widget_id)
    response.set_cookie(
        name, key, max_age=settings.SESSION_LIFETIME, httponly=True, samesite="None", secure=True
    )
    response.cookies[name]["partitioned"] = True


def forget_frame_cookie(response: HttpResponse, widget_id: str) -> None:
    """Have the browser forget it."""
    name = frame_cookie_name(widget_id)
    response.set_cookie(name, "", max_age=0, httponly=True, samesite="None", secure=True)
    response.cookies[name]["partitioned"] = True
