"""A room as one of its people sees it, wherever its page stands."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from customers.models import PersonSession
from customers.proof.presence import note_seen
from helpdesk.models import LONGEST_TEXT, Room
from helpdesk.rooms.access import decision_in
from helpdesk.rooms.acquaintance import Listener
from helpdesk.rooms.authors import Author
from helpdesk.rooms.beside import list_beside
from helpdesk.rooms.files.accepting import accept_all
from helpdesk.rooms.files.waiting import take_all_back
from helpdesk.rooms.files.words import file_refusals
from helpdesk.rooms.footing import customer_of
from helpdesk.rooms.history import seq_in
from helpdesk.rooms.places import Place
from helpdesk.rooms.posting import post
from helpdesk.rooms.readers import line_for_person
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.sealing import sealed_rooms
from helpdesk.rooms.sharing import may_share
from helpdesk.rooms.showing import show_room

REFUSALS = {
    "empty": _("Write something first."),
    "too_long": format_lazy(
        _("That is too long: a message has at most {number} characters."), number=LONGEST_TEXT
    ),
    "unreadable": _("That has characters that can't be stored."),
    "archived": _("This room is archived."),
}


def room_context(
    request: HttpRequest, session: PersonSession, room: Room, place: Place
) -> dict[str, Any]:
    """What a room's page shows to the session's person, with their other rooms beside it.

    At the message that the request's ``at`` names, if any.
    """
    if session.binding_id is None:  # a token says nothing of who has the mailbox
        note_seen(session.person)
    line = line_for_person(room, session.person)
    decision = decision_in(session)
    beside = list_beside(session, decision)
    customer = customer_of(session.person, session, decision)
    is_guest = not room.is_private and customer != room.customer_id
    view = show_room(
        room,
        session.person,
        place.urls(room),
        line,
        may_write=True,
        listener=Listener.GUEST if is_guest else Listener.COLLEAGUE,
        at=seq_in(request.GET.get("at", "")),
    )
    return {
        "view": view,
        "shows_rooms": len(beside["listed"]) > 1 or beside["has_archived"],
        "may_make": customer is not None,
        "place": place,
        "sharing": place.part(room, "sharing") if may_share(room, session.person) else "",
        "is_kept_out": bool(sealed_rooms(session.person)),
    } | beside


def others_fragment(
    request: HttpRequest, session: PersonSession, room: Room, place: Place
) -> HttpResponse:
    """The list of rooms beside the open one, as a fragment."""
    context = {"open": room, "place": place} | list_beside(session)
    return render(request, "helpdesk/rooms/_others.html", context)


def post_from_form(request: HttpRequest, author: Author, room: Room) -> str:
    """Write what a form without scripts sent; returns why it can't be stored, or nothing.

    The page that says so has the text in its box again (_room.html). Files have to be chosen anew.
    """
    if room.is_archived:
        return str(REFUSALS["archived"])
    files: list[UUID] = []
    try:
        files = accept_all(room, author, request.FILES.getlist("files"))
        post(room, author, _client_id(request), request.POST.get("text", ""), files=files)
    except Refused as refused:
        take_all_back(room, author, files)
        return str((REFUSALS | file_refusals())[refused.code])
    return ""


def _client_id(request: HttpRequest) -> UUID:
    """The form's own number, so that sending it twice is one message; a new one if it has none."""
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()
