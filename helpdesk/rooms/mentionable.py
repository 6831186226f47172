"""Whom one may mention in a room, to choose from while one types."""

from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from customers.models import Agent, Person
from customers.models.person import PersonQuerySet
from customers.routing.people import IS_KNOWN, within_reach
from helpdesk.models import Message, Room, RoomMember
from helpdesk.rooms.authors import Author, hue_of, initials_of, key_of, side_of
from helpdesk.rooms.mentioning import agents_shown_to, who_may_read
from helpdesk.rooms.part_pages import footing_in
from helpdesk.rooms.rights import Who
from helpdesk.rooms.visits import Visit

MOST = 8
LOOKED_AT = 50  # people who fit, of whom some may not read the room
LONGEST_QUERY = 80  # characters, as a name has


@require_safe
def mentionable(request: HttpRequest, visit: Visit) -> HttpResponse:
    """At most MOST agents and people whose name or address begins with ``q``, as JSON."""
    words = request.GET.get("q", "")[:LONGEST_QUERY].replace("\0", "").strip()
    is_guest = footing_in(visit).who is Who.GUEST
    found = find(visit.room, visit.author, words, for_guest=is_guest)
    return JsonResponse({"found": [_shown(author) for author in found]})


def find(room: Room, asker: Author, words: str, *, for_guest: bool = False) -> list[Author]:
    """Whom ``asker`` may mention in ``room``, of those whom ``words`` fit; agents first.

    People are told of those agents alone who have written there or began it, and a guest of a
    shared room of such people alone, as in acquaintance.py.
    """
    agents = agents_shown_to(asker, room).exclude(pk=asker.pk if isinstance(asker, Agent) else 0)
    found: list[Author] = list(agents.filter(_begins("name", words)).order_by("name", "pk")[:MOST])
    if room.person_id is None and len(found) < MOST:
        people = _people(room, asker, words)
        if for_guest and not room.is_private:
            people = people.filter(_has_written(room))
        ordered = people.order_by(Lower("name"), "pk")[:LOOKED_AT]
        found += islice(who_may_read(room, ordered), MOST - len(found))
    return found


def _people(room: Room, asker: Author, words: str) -> PersonQuerySet:
    reach = within_reach(room.workspace, [room.customer])
    members = RoomMember.objects.open().filter(room=room).values("person")
    if room.is_private:
        near = Q(pk__in=members)
    else:
        near = Q(pk__in=reach.alike.values("pk")) | Q(pk__in=reach.single.values("pk"))
        near |= Q(pk__in=members)
    people = Person.objects.filter(near, workspace=room.workspace_id).exclude(
        pk=asker.pk if isinstance(asker, Person) else 0
    )
    people = people.filter(Q(proven_at__isnull=False) | Q(IS_KNOWN))
    named, by_address = _begins("name", words) & ~Q(name=""), Q(email__istartswith=words)
    if isinstance(asker, Agent):
        return people.filter(named | by_address)
    # Colleagues see the addresses of those who have written here, and of nobody else
    return people.filter(named | (by_address & Q(_has_written(room))))


def _has_written(room: Room) -> Exists:
    return Exists(Message.objects.filter(room=room, person=OuterRef("pk")))


def _begins(field: str, words: str) -> Q:
    """Whether ``field``, or a word in it, begins with ``words``."""
    return Q(**{f"{field}__istartswith": words}) | Q(**{f"{field}__icontains": f" {words}"})


def _shown(author: Author) -> dict[str, Any]:
    return {
        "key": key_of(author),
        "name": str(author),
        "side": side_of(author),
        "initials": initials_of(author),
        "hue": hue_of(author),
    }
