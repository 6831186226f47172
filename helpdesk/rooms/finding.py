"""The room of a person's page: found among what the browser's sessions may enter, or not at all."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from customers.models import Person, PersonSession
from customers.proof.guessing import note_miss
from customers.proof.sessions import person_sessions
from helpdesk.models import Room
from helpdesk.rooms.access import rooms_of


class PersonRequest(HttpRequest):
    """A request of a person who is signed in with their mailbox, for a room that they may enter."""

    session_here: PersonSession
    person: Person
    room: Room


def person_page[**P](
    view: Callable[Concatenate[PersonRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Makes ``view(request, …)`` a page below ``/rooms/<room>/``.

    Everybody else gets the same 404, whether or not there is such a room. The view finds
    ``request.room``, ``request.person`` and ``request.session_here``.
    """

    @never_cache
    @wraps(view)
    def page(
        request: PersonRequest, room: int, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        sessions = person_sessions(request.COOKIES)
        for session in sessions:
            found = find_room(session, room)
            if found is not None:
                request.session_here, request.person, request.room = session, session.person, found
                return view(request, *args, **kwargs)
        context = {"is_signed_in": bool(sessions)}
        status = missed(sessions[0]) if sessions else 404
        return render(request, "helpdesk/rooms/not_here.html", context, status=status)

    return page


def missed(session: PersonSession) -> int:
    """How a room is refused that is not there for this session: 404, and 429 to one that guesses.

    The page is the same, so that nothing is to be learned from it.
    """
    return 429 if note_miss(session.pk) else 404


def find_room(session: PersonSession, pk: int) -> Room | None:
    """The room of that id, if the session lets its person in."""
    rooms = rooms_of(session).select_related("customer", "workspace__vendor", "person")
    return rooms.filter(pk=pk).first()
