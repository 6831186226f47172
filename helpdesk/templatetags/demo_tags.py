"""The tabs that an agent of the demo has above the inbox."""

from typing import Any

from django import template
from django.conf import settings

from customers.team.pages import AgentRequest
from helpdesk.demo.cast import WIDGET
from helpdesk.demo.world import demo_memberships

register = template.Library()


@register.inclusion_tag("helpdesk/demo/_tabs.html")
def demo_tabs(request: AgentRequest, current: str) -> dict[str, Any]:
    """Tabs for the inbox and for the vendor's page beside it, to agents of the demo alone."""
    is_shown = (
        settings.DEMO
        and request.workspace.widget_id == WIDGET
        and demo_memberships().filter(agent=request.user).exists()
    )
    return {"is_shown": is_shown, "current": current, "workspace": request.workspace}
