"""The form that makes a room, and the list of those that are archived."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from customers.models import Customer, PersonSession
from customers.models.ids import id_in
from helpdesk.models import Room, RoomKind
from helpdesk.rooms.access import rooms_for_agent, rooms_of
from helpdesk.rooms.done import with_done
from helpdesk.rooms.footing import place_for_rooms
from helpdesk.rooms.making import make_room
from helpdesk.rooms.naming import LONGEST_TYPED
from helpdesk.rooms.part_pages import footing_in, part_page
from helpdesk.rooms.visits import Visit

PAGE = 50  # rooms


@require_http_methods(["GET", "HEAD", "POST"])
def new_room(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Asks for a name and a kind; then in the new room."""
    customer = place_for_rooms(visit.room, footing_in(visit))
    if customer is None:
        return HttpResponse(status=403)
    if request.method != "POST":
        return _form(request, visit, customer)
    try:
        room = make_room(customer, request.POST.get("name", ""), _kind(request), visit.author)
    except ValidationError as refusal:
        return _form(request, visit, customer, 422, error=refusal.messages[0])
    return redirect(with_done(visit.place.room(room), "make"))


def _kind(request: HttpRequest) -> RoomKind:
    return RoomKind.PRIVATE if request.POST.get("kind") == RoomKind.PRIVATE else RoomKind.PUBLIC


def _form(
    request: HttpRequest, visit: Visit, customer: Customer, status: int = 200, error: str = ""
) -> HttpResponse:
    return part_page(
        request,
        visit,
        "new",
        _("New room"),
        status,
        customer=customer,
        typed=request.POST.get("name", ""),
        is_private=_kind(request) == RoomKind.PRIVATE,
        longest_name=LONGEST_TYPED,
        error=error,
    )


@require_safe
def archived(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The archived rooms that the visitor may read; of an agent those of the room's customer."""
    before = id_in(request.GET.get("before", ""))
    rooms = archived_rooms(visit.room, visit.session)
    if before:
        rooms = rooms.filter(pk__lt=before)
    page = list(rooms.select_related("customer", "agent").order_by("-pk")[: PAGE + 1])
    more = page[PAGE - 1].pk if len(page) > PAGE else 0
    return part_page(
        request,
        visit,
        "archived",
        _("Archived rooms"),
        listed=[(room, visit.place.room(room)) for room in page[:PAGE]],
        more=more,
    )


def archived_rooms(room: Room, session: PersonSession | None) -> QuerySet[Room]:
    """The archived rooms of a person's session, or for an agent of the customer of ``room``."""
    if session is not None:
        return rooms_of(session).filter(archived_at__isnull=False)
    rooms = rooms_for_agent(room.workspace).filter(customer=room.customer_id)
    return rooms.filter(archived_at__isnull=False)
