"""The rooms in which somebody may write, to choose one from."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from customers.models.ids import id_in
from helpdesk.models import NEWEST_FIRST, Room
from helpdesk.rooms.access import rooms_for_agent, rooms_of
from helpdesk.rooms.naming import name_for
from helpdesk.rooms.visits import Visit

PAGE = 20  # rooms
LONGEST_QUERY = 80  # characters


@require_safe
def destinations(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The rooms whose name, or whose customer's, has the words ``q``, the newest first, as JSON.

    ``after`` is the key of the next page, as the page before it gave it in ``more``.
    """
    rooms = _open_to(visit).exclude(pk=visit.room.pk)
    for word in request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", "").split():
        rooms = rooms.filter(Q(name__icontains=word) | Q(customer__name__icontains=word))
    rooms = _behind(rooms, request.GET.get("after", ""))
    page = list(rooms.order_by(*NEWEST_FIRST)[: PAGE + 1])
    more = _key(page[PAGE - 1]) if len(page) > PAGE else ""
    return JsonResponse({"found": [_shown(room, visit) for room in page[:PAGE]], "more": more})


def _open_to(visit: Visit) -> QuerySet[Room]:
    if not visit.may_write:
        return Room.objects.none()
    rooms = rooms_of(visit.session) if visit.session else rooms_for_agent(visit.room.workspace)
    found = rooms.filter(archived_at=None, customer__archived_at=None)
    return found.select_related("customer", "agent")


def _key(room: Room) -> str:
    return f"{room.last_message_at.isoformat() if room.last_message_at else ''}~{room.pk}"


def _behind(rooms: QuerySet[Room], key: str) -> QuerySet[Room]:
    """The rooms behind ``key``; all for one that is none."""
    at, _tilde, pk = key.partition("~")
    room = id_in(pk)
    if not room:
        return rooms
    if not at:
        return rooms.filter(last_message_at=None, pk__lt=room)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return rooms
    if not (moment.tzinfo and 1970 <= moment.year < 9999):
        return rooms
    moment = moment.astimezone(UTC)  # Postgres takes no zone as far off as Python does
    older = Q(last_message_at__lt=moment) | Q(last_message_at=moment, pk__lt=room)
    return rooms.filter(older | Q(last_message_at=None))


def _shown(room: Room, visit: Visit) -> dict[str, Any]:
    name = name_for(room, visit.author)
    return {"id": room.pk, "name": name, "customer": room.customer.name}
