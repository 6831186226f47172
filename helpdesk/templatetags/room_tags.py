"""What templates ask about rooms."""

from django import template
from django.template import Context

from helpdesk.models import Room
from helpdesk.rooms.authors import Author
from helpdesk.rooms.done import NAME, done_in
from helpdesk.rooms.naming import name_for

register = template.Library()


@register.filter
def called(room: Room, reader: Author) -> str:
    """What ``reader`` sees the room called."""
    return name_for(room, reader)


@register.simple_tag(takes_context=True)
def what_was_done(context: Context, room: Room) -> str:
    """What the request's address says was just done to the room; "" for nothing."""
    return done_in(context["request"].GET.get(NAME, ""), room)
