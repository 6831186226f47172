"""The rooms that have no place in the list beside an open one, page by page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from customers.models.ids import id_in
from helpdesk.rooms.beside import rooms_page
from helpdesk.rooms.part_pages import part_page
from helpdesk.rooms.visits import RoomPart, Visit


@require_safe
def more_rooms(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A person's rooms behind the one that ``after`` names; agents have them all in the roster."""
    if visit.session is None:
        raise Http404
    page = rooms_page(visit.session, id_in(request.GET.get("after", "")))
    listed = [(one, visit.place.room(one.room)) for one in page.listed]
    return part_page(request, visit, "more_rooms", _("More rooms"), listed=listed, more=page.more)


MORE_ROOMS = RoomPart("more", more_rooms, "more_rooms")
