"""What templates ask about rooms."""

from django import template

from helpdesk.models import Room
from helpdesk.rooms.authors import Author
from helpdesk.rooms.naming import name_for

register = template.Library()


@register.filter
def called(room: Room, reader: Author) -> str:
    """What ``reader`` sees the room called."""
    return name_for(room, reader)
