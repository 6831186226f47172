"""Pages below a room's address that look like the place that they are reached from."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from helpdesk.rooms.footing import Footing, footing_of
from helpdesk.rooms.naming import name_for
from helpdesk.rooms.rights import Act
from helpdesk.rooms.visits import Visit


def part_page(
    request: HttpRequest, visit: Visit, name: str, heading: str, status: int = 200, **more: object
) -> HttpResponse:
    """``helpdesk/rooms/<name>.html``, a whole page in the layout of the visit's place."""
    context = {
        "layout": f"helpdesk/rooms/layouts/{visit.place.layout}.html",
        "heading": heading,
        "visit": visit,
        "room_name": name_for(visit.room, visit.author),
        "room_url": visit.place.room(visit.room),
        "below": visit.place.part(visit.room, ""),
    }
    return render(
        request, f"helpdesk/rooms/{name}.html", context | dict(visit.frame) | more, status=status
    )


def footing_in(visit: Visit) -> Footing:
    """What the visitor is to the room that they are in."""
    return footing_of(visit.room, visit.author, visit.session, may_write=visit.may_write)


def needs[**P](
    act: Act, *others: Act
) -> Callable[
    [Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]], Callable[..., HttpResponse]
]:
    """Makes a part of a room one for those alone who may do this there, or one of the ``others``;
    to the rest of its visitors it answers 403."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, Visit, P], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(
            request: HttpRequest, visit: Visit, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            footing = footing_in(visit)
            if not any(map(footing.may, (act, *others))):
                return HttpResponse(status=403)
            return view(request, visit, *args, **kwargs)

        return page

    return decorate
