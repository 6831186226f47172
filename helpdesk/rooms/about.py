"""A room's own page: who can read it, and what somebody may do about that."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from customers.models import Agent, Person
from customers.models.ids import id_in
from customers.proof.client_ip import client_ip
from helpdesk.models import Room
from helpdesk.rooms import members
from helpdesk.rooms.access import home_in
from helpdesk.rooms.authors import Author
from helpdesk.rooms.done import with_done
from helpdesk.rooms.footing import Footing
from helpdesk.rooms.inviting import invite
from helpdesk.rooms.making import archive_room, rename_room, unarchive_room
from helpdesk.rooms.membership import add_member, remove_member
from helpdesk.rooms.naming import LONGEST_TYPED, name_for
from helpdesk.rooms.part_pages import footing_in, needs, part_page
from helpdesk.rooms.readers import line_for_agent, line_for_person
from helpdesk.rooms.rights import Act, Who
from helpdesk.rooms.visits import Visit

LONGEST_SEARCH = 100  # characters


@require_safe
def about(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who can read the room, the team in short, and forms for what the visitor may do."""
    return _page(request, visit)


def _page(
    request: HttpRequest, visit: Visit, status: int = 200, **problems: object
) -> HttpResponse:
    footing = footing_in(visit)
    after = id_in(request.GET.get("after", ""))
    is_agent = isinstance(visit.author, Agent)
    words = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    return part_page(
        request,
        visit,
        "about",
        name_for(visit.room, visit.author),
        status,
        line=line_of(visit.room, visit.author),
        page=members.members_of(visit.room, after, guest=_guest(visit, footing)),
        is_guest=footing.who is Who.GUEST,
        team=[] if is_agent else members.team_seen_by_people(visit.room),
        teammates=members.team_seen_by_agents(visit.room) if is_agent else [],
        me=visit.author.pk if isinstance(visit.author, Person) else None,
        words=words,
        colleagues=_to_ask(visit.room, footing, words),
        longest_name=LONGEST_TYPED,
        **_allowed(footing) | problems,
    )


def _guest(visit: Visit, footing: Footing) -> Person | None:
    is_guest = footing.who is Who.GUEST and isinstance(visit.author, Person)
    return visit.author if is_guest else None  # type: ignore[return-value]


def _to_ask(room: Room, footing: Footing, words: str) -> list[Person]:
    return members.colleagues_to_ask(room, words) if footing.may(Act.INVITE) else []


def _allowed(footing: Footing) -> dict[str, object]:
    acts = (Act.INVITE, Act.INVITE_GUEST, Act.REMOVE, Act.LEAVE, Act.RENAME, Act.ARCHIVE)
    return {f"may_{act.name.lower()}": footing.may(act) for act in acts}


def line_of(room: Room, reader: Author) -> str:
    """Who reads along, in words for whoever asks."""
    return line_for_person(room, reader) if isinstance(reader, Person) else line_for_agent(room)


@require_safe
def state(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What stands over an open room, as JSON, for pages that have heard that it has changed."""
    return JsonResponse(
        {
            "name": name_for(visit.room, visit.author),
            "readers": line_of(visit.room, visit.author),
            "archived": visit.room.is_archived,
        }
    )


@require_POST
@needs(Act.INVITE)
def add(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Lets a colleague into a private room."""
    found = members.colleague(visit.room, id_in(request.POST.get("person", "")))
    if found is None:
        return HttpResponse(status=404)
    try:
        add_member(visit.room, found, visit.author)
    except ValidationError as refusal:
        return _page(request, visit, 422, add_error=refusal.messages[0])
    return _back(visit, "add")


@require_POST
@needs(Act.INVITE, Act.INVITE_GUEST)
def invite_address(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Invites an address into the room; mail goes to it where it is not a colleague's."""
    typed = request.POST.get("email", "")
    try:
        _invite(visit, typed, client_ip(request))
    except ValidationError as refusal:
        return _page(request, visit, 422, email=typed, email_error=refusal.messages[0])
    return _back(visit, "invite")


def _invite(visit: Visit, typed: str, ip: str | None) -> None:
    may_be_guest = footing_in(visit).may(Act.INVITE_GUEST)
    invite(visit.room, typed, visit.author, ip, colleagues_only=not may_be_guest)


@require_POST
@needs(Act.REMOVE)
def remove(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Takes a member or a guest out of the room."""
    found = members.member(visit.room, id_in(request.POST.get("person", "")))
    if found is None:
        return HttpResponse(status=404)
    remove_member(visit.room, found, visit.author)
    return _on(visit) if found == visit.author else _back(visit, "remove")


@require_POST
@needs(Act.LEAVE)
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Takes the visitor out of the room, by their own word."""
    if isinstance(visit.author, Person):
        remove_member(visit.room, visit.author, visit.author)
    return _on(visit)


@require_POST
@needs(Act.RENAME)
def rename(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Gives the room another name."""
    typed = request.POST.get("name", "")
    try:
        rename_room(visit.room, typed, visit.author)
    except ValidationError as refusal:
        return _page(request, visit, 422, typed_name=typed, name_error=refusal.messages[0])
    return _back(visit, "rename")


@require_POST
@needs(Act.ARCHIVE)
def archive(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Takes the room out of the lists; nobody writes there any more."""
    archive_room(visit.room, visit.author)
    return _to_room(visit)


@require_POST
@needs(Act.ARCHIVE)
def unarchive(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Brings the room back."""
    unarchive_room(visit.room, visit.author)
    return _to_room(visit)


def _back(visit: Visit, done: str) -> HttpResponse:
    return redirect(with_done(visit.place.part(visit.room, "about"), done))


def _to_room(visit: Visit) -> HttpResponse:
    return redirect(with_done(visit.place.room(visit.room), "archive"))


def _on(visit: Visit) -> HttpResponse:
    """To where one goes on without the room."""
    home = home_in(visit.session) if visit.session else None
    if home is None:
        return redirect(visit.place.lost)
    return redirect(with_done(visit.place.room(home), "leave"))
