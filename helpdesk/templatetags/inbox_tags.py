"""What the agents' shell shows of the inbox on every page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from customers.models import Customer
from customers.team.pages import AgentRequest
from helpdesk.inbox.roster import unread_rooms
from helpdesk.rooms.moving import Movable, movable_rooms

register = template.Library()


@register.simple_tag
def inbox_unread(request: AgentRequest) -> SafeString:
    """The number of rooms with something unread for this agent; empty for none. One query."""
    number = unread_rooms(request.workspace, request.user)
    return format_html('<span class="badge" data-inbox-unread>{}</span>', number or "")


@register.simple_tag
def rooms_to_move(customer: Customer) -> Movable:
    """The first rooms of the Shared Email Inbox that may follow their people to a customer."""
    return movable_rooms(customer)
